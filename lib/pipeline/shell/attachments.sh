# What is attached to an image (signatures, lists of parts, provenance), copied to another repository: as referrers, and under
# the tags that cosign and registries without referrers use.
attached=$work/attached
mkdir -p "$attached"

# copied STATUS WHAT: the answer to the last call
copied() { expect "$1" "copy what is attached to $IMAGE_DIGEST, $2"; }

# copy_blob DIGEST
copy_blob() {
  ! has_blob "$1" || return 0
  call GET "$(url_of "$SOURCE_REPOSITORY")/blobs/$1"
  copied 200 "the blob $1 of $SOURCE_REPOSITORY"
  cp "$work/body" "$attached/blob"
  push_blob "$attached/blob"
}

# copy_manifest REFERENCE: with all that it holds; nothing if it is not there. It keeps its digest, byte for byte.
copy_manifest() {
  local reference=$1 file type digest digests
  file=$(mktemp "$attached/manifest.XXXXXX")
  call GET "$(url_of "$SOURCE_REPOSITORY")/manifests/$reference" --header "Accept: $manifest_types"
  [ "$http" != 404 ] || return 0
  copied 200 "$reference of $SOURCE_REPOSITORY"
  cp "$work/body" "$file"
  type=$(header content-type)
  digests=$(jq --raw-output '.manifests[]?.digest | select(test("^sha256:[0-9a-f]{64}$"))' "$file")
  for digest in $digests; do copy_manifest "$digest"; done
  digests=$(jq --raw-output '.config?, .layers[]? | .digest? // empty | select(test("^sha256:[0-9a-f]{64}$"))' "$file")
  for digest in $digests; do copy_blob "$digest"; done
  put_manifest "$reference" "$type" "$file"
  # a repository with immutable tags takes none again, not even the same
  if [ "$http" != 400 ] || ! there_already "$reference" "$file"; then copied 201 "$reference in $REPOSITORY"; fi
  say "$REPOSITORY has $reference, which is attached"
}

# there_already REFERENCE FILE: whether the last answer, which is kept, is of no matter
there_already() {
  cp "$work/body" "$attached/refused"
  call GET "$(url_of "$REPOSITORY")/manifests/$1" --header "Accept: $manifest_types"
  if [ "$http" = 200 ] && cmp --silent "$work/body" "$2"; then return; fi
  http=400
  cp "$attached/refused" "$work/body"
  return 1
}

# copy_attached DIGEST DEPTH: what is attached to a manifest, and to that again: the signature of a list of parts
copy_attached() {
  local digest=$1 depth=$2 found=() referrer suffix
  for suffix in '' .sig .att .sbom; do copy_manifest "${digest/:/-}$suffix"; done
  referrers found "$SOURCE_REPOSITORY" "$digest"
  for referrer in "${found[@]}"; do
    copy_manifest "$referrer"
    [ "$depth" -ge 2 ] || copy_attached "$referrer" "$((depth + 1))"
  done
}
