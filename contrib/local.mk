# SPDX-License-Identifier: MIT
EXTRA_DIST += contrib/demo contrib/install-packages contrib/quickstart
