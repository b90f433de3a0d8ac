#!/bin/sh
# Programs that the tests open files and pages with; see system-packages.txt beside this.
#   system-packages.sh install   installs what is missing, as root on Debian; elsewhere does nothing
#   system-packages.sh report    says what could not be run and how to mend it; under CI=true that is a failure
set -eu
list="$(dirname "$0")/system-packages.txt"

# There, says Debian; elsewhere the program is looked for. A font without a program counts as there where nobody can say.
there() {
    if command -v dpkg >/dev/null 2>&1; then
        dpkg -s "$1" >/dev/null 2>&1
    else
        [ "$2" = - ] || command -v "$2" >/dev/null 2>&1
    fi
}

# Lines of the list whose package is missing: name|what for
missing() {
    grep -v '^#' "$list" | while IFS='|' read -r name program what; do
        name=$(echo $name) program=$(echo $program)
        there "$name" "$program" || echo "$name|$(echo $what)"
    done
}

names() { missing | cut -d'|' -f1 | tr '\n' ' ' | sed 's/ $//'; }

case "${1:-}" in
install)
    wanted=$(names)
    [ -n "$wanted" ] || exit 0
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || exit 0
    echo "Installing from Debian: $wanted"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # one word for each package
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted; } >/dev/null 2>&1 || true
    ;;
report)
    wanted=$(names)
    [ -n "$wanted" ] || exit 0
    echo
    echo "Not run here:"
    missing | while IFS='|' read -r name what; do echo "  $what (needs $name)"; done
    echo "This mends it: sudo apt-get install -y --no-install-recommends $wanted"
    [ "${CI:-}" != true ] || exit 1
    ;;
*)
    echo "Say install or report." >&2
    exit 2
    ;;
esac
