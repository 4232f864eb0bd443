"""Pure knowledge about Dutch, French and English text; imports nothing else of ours.

Every layer may use these modules: languages, sentences, normalisation, figures, names and the
quote check. None of them reads a file of the user's or keeps state.
"""
