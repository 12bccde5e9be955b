# split_repository: the account, the region and the name of the repository
split_repository() {
  local host=${REPOSITORY%%/*}
  name=${REPOSITORY#*/}
  [[ $name =~ ^[a-z0-9._/-]+$ && $host =~ $registry_host ]] || fail "\"$REPOSITORY\" is no repository of Amazon ECR"
  # shellcheck disable=SC2034 # not every program asks for the account
  account=${BASH_REMATCH[1]} region=${BASH_REMATCH[3]}
}

# images_of ARRAY DIGEST: the images of an index, one for each platform, else the image itself. What else an index may
# hold, such as attestations, has no platform.
images_of() {
  local try
  [[ $2 =~ ^sha256:[0-9a-f]{64}$ ]] || fail "IMAGE_DIGEST must be \"sha256:\" and 64 hexadecimal digits, received \"$2\""
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if docker buildx imagetools inspect --raw "$REPOSITORY@$2" >"$work/raw.json" 2>"$work/raw.log"; then
      # shellcheck disable=SC2016 # $digest is one of jq's
      jq --raw-output --arg digest "$2" 'if .manifests then .manifests[] | select((.platform.os // "unknown") != "unknown") | .digest else $digest end' \
        "$work/raw.json" >"$work/digests" || fail "the registry gave no manifest of $REPOSITORY@$2" "$work/raw.json"
      mapfile -t "$1" <"$work/digests"
      [ -s "$work/digests" ] || fail "$REPOSITORY@$2 is an index without an image"
      return
    fi
  done
  fail "cannot read $REPOSITORY@$2" "$work/raw.log"
}

