# What one action of a pipeline hands on to another holds neither quotes nor spaces, because it is put into a text of JSON
# on its way: tags as fixed:TAG,moving:TAG and builds as ARN|STARTED|FINISHED,...
if [ -n "${RELEASE_TAGS-}" ]; then
  # another repository gets those that name the image for good; what moves there is its own affair
  TAGS=$(jq --null-input --compact-output --argjson own "${TAGS:-[]}" --argjson moving "$([ "$REPOSITORY" = "$SOURCE_REPOSITORY" ] && echo true || echo false)" '
    [env.RELEASE_TAGS | split(",")[] | (capture("^(?<kind>fixed|moving):(?<tag>.+)$") // error("no tag"))
      | {tag, moving: (.kind == "moving")} | select($moving or (.moving | not))] as $released
    | $own + ($released | map(select(.tag as $tag | $own | any(.tag == $tag) | not)))') || fail "RELEASE_TAGS must be tags like fixed:1.4.2,moving:main, received \"$RELEASE_TAGS\""
  export TAGS
fi
if [ -n "${BUILT-}" ]; then
  BUILDS=$(jq --null-input --compact-output '
    [env.BUILT | split(",")[] | split("|") | if length == 3 then . else error("no build") end | {arn: .[0], started: .[1], finished: .[2]}]') \
    || fail "BUILT must be builds like ARN|STARTED|FINISHED, received \"$BUILT\""
  export BUILDS
fi
