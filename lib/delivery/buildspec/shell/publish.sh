# Brings images under the content tag of the repository, several as one index, and puts the further tags.
BEGAN=${BEGAN:-${CODEBUILD_START_TIME-}}
export SOURCES=${SOURCES:-'[]'} SOURCE_SUFFIXES=${SOURCE_SUFFIXES:-'[]'} TAGS=${TAGS:-'[]'}
sources=() suffixes=()
words sources SOURCES '.[]'
words suffixes SOURCE_SUFFIXES '.[]'
[ $((${#sources[@]} + ${#suffixes[@]})) -gt 0 ] || fail "there is nothing to publish: neither SOURCES nor SOURCE_SUFFIXES has an image"

# By digest, so that nothing changes between looking and copying; of the platforms those that builds recorded. Blobs and
# manifests go whole, of an index all of them.
publish() {
  local source suffix name try manifest references=()
  for suffix in "${suffixes[@]}"; do
    digest=$(ours "$CONTENT_TAG$suffix")
    [ -n "$digest" ] || fail "no build has recorded an image $REPOSITORY:$CONTENT_TAG$suffix that is there"
    references+=("$REPOSITORY@$digest")
  done
  for source in "${sources[@]}"; do
    digest=$(digest_of "$source")
    [ -n "$digest" ] || fail "there is no image $source"
    name=${source%%@*}
    [[ ${name##*/} != *:* ]] || name=${name%:*}
    references+=("$name@$digest")
  done
  if [ ${#references[@]} -gt 1 ]; then
    manifest=$(docker buildx imagetools create --dry-run "${references[@]}" 2>"$work/point.log") || fail "cannot join ${references[*]}" "$work/point.log"
    digest=sha256:$(printf '%s' "$manifest" | sha256sum | cut -d ' ' -f 1)
  fi
  for try in 1 2 3; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    name_content "$CONTENT_TAG" "$digest"
    point "$named" "${references[@]}" || true # what is there after it counts
    if [ "$(digest_of "$REPOSITORY:$named")" = "$digest" ]; then return; fi
  done
  fail "cannot publish ${references[*]} as $REPOSITORY:$named" "$work/point.log"
}

login_each "$REPOSITORY" "${sources[@]}"
digest=$(ours "$CONTENT_TAG")
if [ -n "$digest" ]; then
  say "$REPOSITORY@$digest is the image of this content: nothing is copied"
else
  publish
  if ! record "$CONTENT_TAG" "$digest" "$CODEBUILD_BUILD_ARN"; then
    say "notice: another build of this content was first: its image is taken"
    digest=$(ours "$CONTENT_TAG")
  fi
fi
say "$REPOSITORY@$digest is the image"
[ "${BY_CONTENT_TAG-}" != true ] || put_tag "$CONTENT_TAG" false "$digest"
put_tags "$digest"
give IMAGE_DIGEST "$digest"
