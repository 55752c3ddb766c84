"""Django's own entry point, for tools that expect it."""

from karamad.config.command import main

if __name__ == "__main__":
    main()
