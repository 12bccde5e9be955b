# Makes the build context of the sources that the pipeline gave, as the plan of the image says.

# unpack_plan: what was made at synthesis: the plan, and the program that carries it out
unpack_plan() {
  local try
  for try in 1 2 3; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if aws s3 cp --only-show-errors "s3://$PLAN" "$work/plan.zip" 2>"$work/plan.log"; then
      unzip -q "$work/plan.zip" -d "$work/plan" || fail "the plan of the image cannot be unpacked from $PLAN"
      return
    fi
  done
  fail "cannot read the plan of the image from $PLAN" "$work/plan.log"
}

# told NAME FILTER: what the program found out, as a variable of what follows
told() {
  local value
  value=$(jq --raw-output --exit-status "$2" "$work/made/result.json") || fail "the program that makes the build context did not tell $1"
  export "$1=$value"
}

unpack_plan
PLAN="$work/plan/plan.json" SOURCE="$CODEBUILD_SRC_DIR" OUTPUT="$work/made" SOURCE_VERSION="${SOURCE_VERSION:-${CODEBUILD_RESOLVED_SOURCE_VERSION-}}" \
  node "$work/plan/index.js" 2> >(tee "$work/made.log" >&2) || fail "there is no build context" "$work/made.log"
mv "$work/made/context" "$work/context"
told CONTENT_TAG '.contentTag'
told GATES '.gates | tojson'
told CACHE_STAGES '.cacheStages | tojson'
told PUBLIC_ECR '.publicBaseImages | tostring'
told RELEASE_TAGS '.tags | tojson'
# what was not known at synthesis changes the image, too: build arguments, and what runs the pipeline for new base images
if [ -n "${DERIVE_FROM-}" ]; then
  CONTENT_TAG=$(printf '%s\n%s' "$CONTENT_TAG" "$DERIVE_FROM" | sha256sum | cut -c 1-32)
fi
[ "${RELEASE-}" != true ] || export TAGS=$RELEASE_TAGS
give CONTENT_TAG "$CONTENT_TAG"
give RELEASE_TAGS "$RELEASE_TAGS"
