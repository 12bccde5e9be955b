
# What is attached to an image (signatures, lists of parts, provenance), copied by the registry's own protocol: as
# referrers, and under the tags that cosign and registries without referrers use. All of it is small.
DOCKER_TYPES=application/vnd.docker.distribution.manifest
MANIFEST_TYPES="application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, $DOCKER_TYPES.v2+json, $DOCKER_TYPES.list.v2+json"
attached=$work/attached
mkdir -p "$attached"

# registry OUTPUT URL OPTION...: asks, and says the status; a registry that is away or busy is asked again
registry() {
  local output=$1 url=$2 host auth='' status try
  shift 2
  host=${url#https://} host=${host%%/*}
  auth=$(jq --raw-output --arg host "$host" '.auths[$host].auth // empty' "${DOCKER_CONFIG:-$HOME/.docker}/config.json" 2>/dev/null) || auth=
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    # the password is in no list of processes, and the header goes to no other host
    status=$(curl --silent --show-error --location --max-time 120 --dump-header "$attached/headers" --output "$output" --write-out '%{http_code}' \
      --config <([ -z "$auth" ] || printf 'header = "Authorization: Basic %s"\n' "$auth") "$@" -- "$url" 2>"$attached/log") || status=000
    case $status in
      000 | 429 | 5??) continue ;;
      *) break ;;
    esac
  done
  printf '%s' "$status"
}

# refused WHAT STATUS FILE
refused() {
  [ "$2" = 000 ] || cp "$3" "$attached/log"
  fail "cannot copy what is attached to $IMAGE_DIGEST: $1 gave status $2" "$attached/log"
}

# url_of REPOSITORY: where the registry has it
url_of() { printf 'https://%s/v2/%s' "${1%%/*}" "${1#*/}"; }

# copy_blob DIGEST
copy_blob() {
  local digest=$1 url location status
  url=$(url_of "$REPOSITORY")
  status=$(registry "$attached/answer" "$url/blobs/$digest" --head)
  [ "$status" != 200 ] || return 0
  status=$(registry "$attached/blob" "$(url_of "$SOURCE_REPOSITORY")/blobs/$digest")
  [ "$status" = 200 ] || refused "the blob $digest of $SOURCE_REPOSITORY" "$status" "$attached/blob"
  status=$(registry "$attached/answer" "$url/blobs/uploads/" --request POST --header 'Content-Length: 0')
  [ "$status" = 202 ] || refused "an upload to $REPOSITORY" "$status" "$attached/answer"
  location=$(tr -d '\r' <"$attached/headers" | sed -n 's/^[Ll]ocation: *//p' | tail -n 1)
  [[ $location == https://* ]] || location=https://${REPOSITORY%%/*}$location
  if [[ $location == *\?* ]]; then location+='&'; else location+='?'; fi
  status=$(registry "$attached/answer" "${location}digest=$digest" --request PUT --header 'Content-Type: application/octet-stream' --data-binary "@$attached/blob")
  [ "$status" = 201 ] || refused "the blob $digest in $REPOSITORY" "$status" "$attached/answer"
}

# copy_manifest REFERENCE: with all that it holds; nothing if it is not there. It keeps its digest, byte for byte.
copy_manifest() {
  local reference=$1 file status type digest digests
  file=$(mktemp "$attached/manifest.XXXXXX")
  status=$(registry "$file" "$(url_of "$SOURCE_REPOSITORY")/manifests/$reference" --header "Accept: $MANIFEST_TYPES")
  [ "$status" != 404 ] || return 0
  [ "$status" = 200 ] || refused "$reference of $SOURCE_REPOSITORY" "$status" "$file"
  type=$(tr -d '\r' <"$attached/headers" | sed -n 's/^[Cc]ontent-[Tt]ype: *//p' | tail -n 1)
  digests=$(jq --raw-output '.manifests[]?.digest | select(test("^sha256:[0-9a-f]{64}$"))' "$file")
  for digest in $digests; do copy_manifest "$digest"; done
  digests=$(jq --raw-output '.config?, .layers[]? | .digest? // empty | select(test("^sha256:[0-9a-f]{64}$"))' "$file")
  for digest in $digests; do copy_blob "$digest"; done
  status=$(registry "$attached/answer" "$(url_of "$REPOSITORY")/manifests/$reference" --request PUT --header "Content-Type: $type" --data-binary "@$file")
  # a repository with immutable tags takes none again, not even the same
  if [ "$status" = 400 ] && [ "$(digest_there "$reference")" = "sha256:$(sha256sum "$file" | cut -d ' ' -f 1)" ]; then status=201; fi
  [ "$status" = 201 ] || refused "$reference in $REPOSITORY" "$status" "$attached/answer"
  say "$REPOSITORY has $reference, which is attached"
}

# digest_there REFERENCE: of the repository that is copied to
digest_there() {
  local status
  status=$(registry "$attached/there" "$(url_of "$REPOSITORY")/manifests/$1" --header "Accept: $MANIFEST_TYPES")
  [ "$status" != 200 ] || printf 'sha256:%s' "$(sha256sum "$attached/there" | cut -d ' ' -f 1)"
}

# referrers_of DIGEST: their digests, page by page
referrers_of() {
  local url status file=$attached/referrers
  url=$(url_of "$SOURCE_REPOSITORY")/referrers/$1
  while [ -n "$url" ]; do
    status=$(registry "$file" "$url" --header 'Accept: application/vnd.oci.image.index.v1+json')
    [ "$status" != 404 ] || return 0 # a registry without referrers: they are below a tag
    [ "$status" = 200 ] || refused "the referrers of $1 in $SOURCE_REPOSITORY" "$status" "$file"
    jq --raw-output '.manifests[]?.digest | select(test("^sha256:[0-9a-f]{64}$"))' "$file"
    url=$(tr -d '\r' <"$attached/headers" | sed -n 's/^[Ll]ink: *<\([^>]*\)>.*rel="\{0,1\}next.*/\1/p' | tail -n 1)
    [ -z "$url" ] || [[ $url == https://* ]] || url=https://${SOURCE_REPOSITORY%%/*}$url
  done
}

# copy_attached DIGEST DEPTH: what is attached to a manifest, and to that again: the signature of a list of parts
copy_attached() {
  local digest=$1 depth=$2 referrers referrer suffix
  for suffix in '' .sig .att .sbom; do copy_manifest "${digest/:/-}$suffix"; done
  referrers=$(referrers_of "$digest")
  for referrer in $referrers; do
    copy_manifest "$referrer"
    [ "$depth" -ge 2 ] || copy_attached "$referrer" "$((depth + 1))"
  done
}
