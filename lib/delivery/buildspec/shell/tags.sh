# Tags of the repository. Of a tag that moves the builds agree by when they began, of a fixed one by who comes first.

# point TAG REFERENCE...: puts a tag of the repository on an image, or on an index of several
point() {
  local tag=$1
  shift
  docker buildx imagetools create --prefer-index=false --tag "$REPOSITORY:$tag" "$@" >"$work/point.log" 2>&1
}

# conflict TAG THERE DIGEST
conflict() {
  fail "the tag $1 of $REPOSITORY holds $2 and would have to hold $3: give this image another tag (raise the version, for example), or delete the tag from the repository"
}

# name_content TAG DIGEST: sets "named" to the tag of a content; where an image has it that is not the one that was built, to
# one beside it
name_content() {
  local there
  named=$1
  there=$(digest_of "$REPOSITORY:$1")
  if [ -z "$there" ] || [ "$there" = "$2" ]; then return; fi
  # whoever knows the image by this tag alone would run the other one
  [ "${BY_CONTENT_TAG-}" != true ] || conflict "$1" "$there" "$2"
  named=$1-${2:7:12}
  say "notice: the tag $1 of $REPOSITORY holds $there, which is not the image that was built: that one has the tag $named"
}

# place TAG MOVING DIGEST SOURCE: puts a tag
place() {
  local tag=$1 moving=$2 digest=$3 source=$4 there try
  for try in 1 2 3; do
    there=$(digest_of "$REPOSITORY:$tag")
    if [ "$there" = "$digest" ]; then
      say "$REPOSITORY:$tag is $digest"
      return
    fi
    [ -z "$there" ] || [ "$moving" = true ] || conflict "$tag" "$there" "$digest"
    [ "$try" = 1 ] || pause "$((try - 1))"
    point "$tag" "$source@$digest" || true # what is there after it counts
  done
  there=$(digest_of "$REPOSITORY:$tag")
  [ "$there" = "$digest" ] || fail "cannot put the tag $tag of $REPOSITORY on $source@$digest" "$work/point.log"
  say "$REPOSITORY:$tag is $digest"
}

# put_tag TAG MOVING DIGEST [SOURCE]: on an image of the repository, or on one of another, which is copied then: blobs
# and manifests go whole, of an index all of them
put_tag() {
  local tag=$1 moving=$2 digest=$3 source=${4:-$REPOSITORY} latest
  if [ -z "${RECORDS-}" ] || { [ "$moving" = true ] && [ -z "${BEGAN-}" ]; }; then
    place "$tag" "$moving" "$digest" "$source"
  elif [ "$moving" != true ]; then
    [ "$(digest_of "$REPOSITORY:$tag")" = "$digest" ] || hold "$tag" "$digest"
    place "$tag" false "$digest" "$source"
    [ ${#held[@]} = 0 ] || let_go
  elif lead "$tag" "$digest"; then
    place "$tag" true "$digest" "$source"
    # a later build that went ahead meanwhile may have put it before
    latest=$(recorded ' tags' "$tag" Digest)
    if [ -n "$latest" ] && [ "$latest" != "$digest" ]; then
      say "notice: the tag $tag of $REPOSITORY goes back to $latest, which a later build has put it on"
      place "$tag" true "$latest" "$REPOSITORY"
    fi
  else
    say "notice: the tag $tag of $REPOSITORY is not moved to $digest: a later build has put it on $(recorded ' tags' "$tag" Digest)"
  fi
}

# require_tags DIGEST: fails where one of the further tags is fixed and taken
require_tags() {
  local digest=$1 tags=() moving=() there index
  words tags TAGS '.[].tag'
  words moving TAGS '.[].moving'
  for index in "${!tags[@]}"; do
    [ "${tags[index]}" != "$CONTENT_TAG" ] || continue
    there=$(digest_of "$REPOSITORY:${tags[index]}")
    [ -z "$there" ] || [ "$there" = "$digest" ] || [ "${moving[index]}" = true ] || conflict "${tags[index]}" "$there" "$digest"
  done
}

# put_tags DIGEST: the further tags; a conflict is told before any of them is put
put_tags() {
  local digest=$1 tags=() moving=() index
  require_tags "$digest"
  words tags TAGS '.[].tag'
  words moving TAGS '.[].moving'
  for index in "${!tags[@]}"; do
    named=${tags[index]}
    [ "$named" != "$CONTENT_TAG" ] || name_content "$CONTENT_TAG" "$digest"
    put_tag "$named" "${moving[index]}" "$digest"
  done
}
