# Makes the build context of the sources that the pipeline gave, as the plan of the image says.

# unpack_plan: what was made at synthesis: the plan, and the program that carries it out
unpack_plan() {
  local try
  for try in 1 2 3; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if aws s3 cp --only-show-errors "s3://$PLAN" "$work/plan.zip" >"$work/plan.log" 2>&1; then
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

began=$(date --utc +%FT%TZ)
# The sources apart from what is written here.
mkdir -p "$work/source"
find "$CODEBUILD_SRC_DIR" -mindepth 1 -maxdepth 1 ! -path "$work" -exec mv -t "$work/source" {} +
unpack_plan
made=0
PLAN=$work/plan/plan.json SOURCE=$work/source OUTPUT=$work/made SOURCE_VERSION=${SOURCE_VERSION:-${CODEBUILD_RESOLVED_SOURCE_VERSION-}} \
  node "$work/plan/index.js" 2>"$work/made.log" || made=$?
if [ "$made" != 0 ]; then
  reason=$(head -n 1 "$work/made.log")
  fail "${reason:-the program that makes the build context ended with $made and said nothing}" <(tail -n +2 "$work/made.log")
fi
cat "$work/made.log" >&2
mv "$work/made/context" "$work/context"
told CONTENT_TAG '.contentTag'
told GATES '.gates | tojson'
told CACHE_STAGES '.cacheStages | tojson'
told BASE_IMAGES '.baseImages | tojson'
# What was not known at synthesis makes another image of the same sources: build arguments, and the base images of this run.
if [ -n "${DERIVE_ARGS-}${DERIVE_FROM-}" ]; then
  CONTENT_TAG=$(printf '%s\n%s\n%s' "$CONTENT_TAG" "${DERIVE_ARGS-}" "${DERIVE_FROM-}" | sha256sum | cut -c 1-32)
fi
# The image of the same sources on other base images gets the tags that move. A commit or a version names the image that has it.
# shellcheck disable=SC2016 # $told is one of jq's
told TAGS '.contentTag as $told | .tags | map(if .tag == $told then .tag = env.CONTENT_TAG else . end)
  | if env.DERIVE_FROM // "current" | IN("", "current") then . else [{tag: env.CONTENT_TAG, moving: false}] + map(select(.moving)) end | tojson'
told RELEASE_TAGS 'env.TAGS | fromjson | map("\(if .moving then "moving" else "fixed" end):\(.tag)") | join(",")'
[ "${RELEASE-}" = true ] || TAGS='[]'
give CONTENT_TAG "$CONTENT_TAG"
give RELEASE_TAGS "$RELEASE_TAGS"
