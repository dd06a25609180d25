"""The list of packages, found so that a new room needs no entry; all else is in pyproject.toml."""

from setuptools import find_packages, setup

OUTSIDE = {"impact.cli": "cli", "impact.shapes": "shapes"}

packages = find_packages(include=["impact", "impact.*"])
for name, folder in OUTSIDE.items():
    packages += [name, *(f"{name}.{inner}" for inner in find_packages(folder))]

setup(packages=packages)
