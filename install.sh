#!/bin/sh
# Builds Vitrine from this checkout and installs the one executable. See --help.
set -eu
top=$(cd "$(dirname "$0")" && pwd)

usage() {
  cat <<'HELP'
usage: ./install.sh [--serve] [--prefix DIR] [-- SERVE OPTIONS]
       ./install.sh --uninstall [--prefix DIR]

Builds the vitrine executable from this checkout and puts it into PREFIX/bin. What it needs is fetched from the npm
registry on the way; only Node's npm must be there. Nothing outside this checkout and PREFIX is touched. Running it
again rebuilds only what changed.

  --serve         start the appliance afterwards and print the URL to open
  --prefix DIR    where to install (default /usr/local for root, ~/.local otherwise)
  --uninstall     remove the executable; your data stays where it is
  -- OPTIONS      passed on to vitrine serve, for example: -- --port 9000 --data /srv/vitrine
  --help          this text

Without a network: put a bundle folder (made by scripts/bundle on a connected machine) beside this checkout as
vitrine-bundle, or name it in VITRINE_BUNDLE.
HELP
}

serve=no
uninstall=no
prefix=""
while [ $# -gt 0 ]; do
  case "$1" in
    --serve) serve=yes ;;
    --uninstall) uninstall=yes ;;
    --prefix)
      [ $# -ge 2 ] || { echo "install.sh: --prefix needs a folder" >&2; exit 2; }
      prefix=$2
      shift
      ;;
    --prefix=*) prefix=${1#--prefix=} ;;
    -h | --help)
      usage
      exit 0
      ;;
    --)
      shift
      break
      ;;
    *)
      echo "install.sh: there is no option $1. See ./install.sh --help." >&2
      exit 2
      ;;
  esac
  shift
done
if [ $# -gt 0 ] && [ $serve = no ]; then
  echo "install.sh: options after -- go to vitrine serve and need --serve." >&2
  exit 2
fi
if [ -z "$prefix" ]; then
  if [ "$(id -u)" = 0 ]; then prefix=/usr/local; else prefix="$HOME/.local"; fi
fi
target="$prefix/bin/vitrine"

if [ $uninstall = yes ]; then
  if [ -e "$target" ]; then
    rm -f "$target"
    echo "Removed $target. Data folders were left alone."
  else
    echo "There is no $target; nothing to remove."
  fi
  exit 0
fi

mkdir -p "$prefix/bin" 2>/dev/null || true
if [ ! -w "$prefix/bin" ]; then
  echo "install.sh: $prefix/bin cannot be written. Choose another place with --prefix, or run this as a user who may." >&2
  exit 1
fi

"$top/scripts/build"
if ! cmp -s "$top/.build/vitrine" "$target"; then
  cp "$top/.build/vitrine" "$target.new.$$"
  chmod 755 "$target.new.$$"
  mv -f "$target.new.$$" "$target"
fi
echo "Installed $target" >&2
case ":$PATH:" in
  *":$prefix/bin:"*) ;;
  *) echo "$prefix/bin is not on your PATH; call it by its full name or add it." >&2 ;;
esac

if [ $serve = yes ]; then exec "$target" serve "$@"; fi
