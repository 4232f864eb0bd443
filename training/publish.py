"""Put an encoder of the work folder in the product, in half precision.

`python -m training.publish STAGE --target index/models/missive-encoder`
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from training.folders import pack_encoder


def main(arguments: Sequence[str] | None = None) -> None:
    """Write `WORK/STAGE` as the shipped folder, in one go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args(arguments)
    from transformers import BertModel

    folder = options.work / options.stage
    model = BertModel.from_pretrained(folder, add_pooling_layer=False)
    pack_encoder(model, folder, options.target, half=True)
    shutil.copyfile(Path(__file__).with_name("model_card.md"), options.target / "README.md")
    print(f"{folder} -> {options.target}")


if __name__ == "__main__":
    main()
