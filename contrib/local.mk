# SPDX-License-Identifier: MIT
EXTRA_DIST += \
    contrib/completion \
    contrib/demo \
    contrib/doc \
    contrib/icinga2 \
    contrib/install-packages \
    contrib/nagios \
    contrib/packaging \
    contrib/plugin_help.py \
    contrib/quickstart
