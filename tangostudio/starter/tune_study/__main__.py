"""`python -m tangostudio.starter.tune_study`: the same as `tangostudio tune study`."""

from tangostudio.starter.tune_study import main

if __name__ == "__main__":
    raise SystemExit(main())
