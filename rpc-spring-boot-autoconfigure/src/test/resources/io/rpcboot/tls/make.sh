#!/usr/bin/env bash
#
# Makes the certificates of the tests anew: valid for a hundred years, and one that has expired long ago.
# It takes openssl 3. The key of the authority is not kept.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
: >"$folder/index"
echo 01 >"$folder/serial"

cat >"$folder/config" <<END
[ca]
default_ca = authority
[authority]
database = $folder/index
serial = $folder/serial
new_certs_dir = $folder
default_md = sha256
policy = policy
[policy]
commonName = supplied
END

# issue <name> <key> <extensions> <first day> <last day> <how it is signed>...
issue() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$2" -out "$folder/request" 2>/dev/null
	printf 'subjectKeyIdentifier = hash\n%s\n' "$3" >"$folder/extensions"
	openssl ca -batch -notext -config "$folder/config" -extfile "$folder/extensions" -startdate "${4}000000Z" \
		-enddate "${5}000000Z" -in "$folder/request" -out "$1.crt" "${@:6}" 2>/dev/null
}

# certificate <name> <subject alternative names> <first day> <last day>
certificate() {
	issue "$1" "$1.key" "authorityKeyIdentifier = keyid"$'\n'"subjectAltName = $2" "$3" "$4" \
		-cert authority.crt -keyfile "$folder/authority.key"
}

issue authority "$folder/authority.key" $'basicConstraints = critical, CA:true\nkeyUsage = critical, keyCertSign, cRLSign' \
	20200101 21200101 -selfsign -keyfile "$folder/authority.key"
certificate server "DNS:localhost, IP:127.0.0.1, IP:::1" 20200101 21200101
certificate other "DNS:other.example" 20200101 21200101
certificate expired "DNS:localhost, IP:127.0.0.1" 20200101 20210101
certificate client "DNS:client.example" 20200101 21200101
