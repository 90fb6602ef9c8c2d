"""``python -m keymoments.cli``, for machines where the command is not on the path."""

from keymoments.cli.main import main

raise SystemExit(main())
