
# Brings an image, known by its digest, into a repository, with what is attached to it, and puts tags on it. The image is
# copied as it is and never built. Where it is there already nothing is copied: then this puts tags.
export TAGS=${TAGS:-'[]'}
source=$SOURCE_REPOSITORY@$IMAGE_DIGEST
[[ $IMAGE_DIGEST =~ ^sha256:[0-9a-f]{64}$ ]] || fail "IMAGE_DIGEST must be sha256: and 64 hexadecimal digits, received \"$IMAGE_DIGEST\": the build has to be before the promotion in the pipeline"

# Those of an index, too: whoever runs one architecture asks for the signature of that.
copy_all_attached() {
  local digests digest
  digests=$(docker buildx imagetools inspect --raw "$source" 2>"$work/manifest.log" | jq --raw-output '.manifests[]?.digest | select(test("^sha256:[0-9a-f]{64}$"))') \
    || fail "cannot read $source" "$work/manifest.log"
  for digest in "$IMAGE_DIGEST" $digests; do copy_attached "$digest" 0; done
}

login_each "$SOURCE_REPOSITORY" "$REPOSITORY"
[ "$(digest_of "$source")" = "$IMAGE_DIGEST" ] || fail "there is no image $source: it may have expired from the repository"
require_tags "$IMAGE_DIGEST"
if [ "$REPOSITORY" != "$SOURCE_REPOSITORY" ]; then
  name_content "$CONTENT_TAG" "$IMAGE_DIGEST"
  put_tag "$named" false "$IMAGE_DIGEST" "$SOURCE_REPOSITORY"
  copy_all_attached
fi
put_tags "$IMAGE_DIGEST"
give IMAGE_URI "$REPOSITORY@$IMAGE_DIGEST"
