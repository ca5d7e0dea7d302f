#!/usr/bin/env bash
# Makes dist/sohoa_VERSION_ARCH.deb of dist/sohoa (make bundle), with a menu entry and a user service.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml | head -n 1)
architecture=$(dpkg --print-architecture)
depends=$(awk '/^\[/ { on = ($0 == "[runtime]"); next } on && NF && !/^#/ { print $1 }' build/debian-packages.txt |
    sed 's/^libglib2.0-0$/libglib2.0-0 | libglib2.0-0t64/' | paste -sd, | sed 's/,/, /g')
tree=.cache/deb

rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/opt" "$tree/usr/bin"
cp -a dist/sohoa "$tree/opt/sohoa"
ln -s /opt/sohoa/sohoa "$tree/usr/bin/sohoa"
install -D -m 644 build/sohoa.desktop "$tree/usr/share/applications/sohoa.desktop"
install -D -m 644 build/sohoa.service "$tree/usr/lib/systemd/user/sohoa.service"
install -D -m 644 resources/icons/sohoa.svg "$tree/usr/share/icons/hicolor/scalable/apps/sohoa.svg"
install -D -m 644 LICENSE "$tree/usr/share/doc/sohoa/copyright"
install -D -m 644 CHANGELOG.md "$tree/usr/share/doc/sohoa/CHANGELOG.md"
chmod -R u=rwX,go=rX "$tree"

cat >"$tree/DEBIAN/control" <<CONTROL
Package: sohoa
Version: $version
Architecture: $architecture
Maintainer: Sohoa developers <sohoa@localhost>
Installed-Size: $(du -sk "$tree" | cut -f1)
Depends: $depends
Section: text
Priority: optional
Description: workstation for results of administrative procedures
 Turns paper results of administrative procedures into verified, searchable
 PDF/A files, each linked to its dossier and deposited in the data store.
CONTROL

package=dist/sohoa_${version}_${architecture}.deb
dpkg-deb --root-owner-group -Zxz --build "$tree" "$package"
dpkg-deb --info "$package" >/dev/null
