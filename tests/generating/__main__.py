"""Write every generated file anew."""

from generating import GENERATED

for path, make in GENERATED.items():
    path.write_text(make(), encoding="utf-8")
