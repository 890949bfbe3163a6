# SPDX-License-Identifier: MIT
EXTRA_DIST += contrib/demo contrib/install-packages contrib/packaging contrib/quickstart
