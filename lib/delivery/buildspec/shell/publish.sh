
# Brings images under the content tag of the repository, several as one index, and puts the further tags.
image=$REPOSITORY:$CONTENT_TAG
export SOURCES=${SOURCES:-'[]'} SOURCE_SUFFIXES=${SOURCE_SUFFIXES:-'[]'} TAGS=${TAGS:-'[]'}
sources=() suffixes=()
words sources SOURCES '.[]'
words suffixes SOURCE_SUFFIXES '.[]'
for suffix in "${suffixes[@]}"; do sources+=("$image$suffix"); done
[ ${#sources[@]} -gt 0 ] || fail "there is nothing to publish: neither SOURCES nor SOURCE_SUFFIXES has an image"

# By digest, so that nothing changes between looking and copying. Blobs and manifests go whole, of an index all of them.
publish() {
  local source name digest there try references=()
  for source in "${sources[@]}"; do
    digest=$(digest_of "$source")
    [ -n "$digest" ] || fail "there is no image $source"
    name=${source%%@*}
    [[ ${name##*/} != *:* ]] || name=${name%:*}
    references+=("$name@$digest")
  done
  for try in 1 2 3; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if point "$CONTENT_TAG" "${references[@]}"; then return; fi
    there=$(digest_of "$image")
    [ -z "$there" ] || return 0
  done
  fail "cannot publish ${references[*]} as $image" "$work/point.log"
}

login_each "$REPOSITORY" "${sources[@]}"
digest=$(digest_of "$image")
if [ -n "$digest" ]; then
  say "$image is there already: nothing is copied"
else
  publish
  digest=$(digest_of "$image")
  [ -n "$digest" ] || fail "$image was published, but it is not there"
fi
say "$image is $digest"
put_tags "$digest"
give IMAGE_DIGEST "$digest"
