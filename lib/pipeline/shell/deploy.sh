
# What the deployments share: each asks a service for its new image, and waits until the service says how it went.
[[ $IMAGE_URI =~ @sha256:[0-9a-f]{64}$ ]] || fail "IMAGE_URI must name an image by its digest, received \"$IMAGE_URI\""
# shellcheck disable=SC2153 # REGION is none of the library's
export AWS_REGION=$REGION AWS_DEFAULT_REGION=$REGION AWS_MAX_ATTEMPTS=8 AWS_PAGER=''
answers=$work/answers
mkdir -p "$answers"

# asked FILE WHAT COMMAND...: the answer of a service as a file; WHAT it is for is told where it refuses
asked() {
  local file=$answers/$1 what=$2
  shift 2
  aws "$@" --output json >"$file" 2>"$work/aws.log" || fail "cannot $what" "$work/aws.log"
}

# taken FILE FILTER: what a jq filter takes out of an answer, or nothing
taken() { jq --raw-output "$2 // empty" "$answers/$1"; }

# wait_for WHAT FUNCTION...: until the function says `ended`; it fails by itself where that will never be. The last that it
# said is told where the time is over.
wait_for() {
  local what=$1 state='' said='' poll
  shift
  for ((poll = 0; poll < POLLS; poll++)); do
    state=$("$@")
    [ "$state" != ended ] || return 0
    [ "$state" = "$said" ] || say "$what: $state"
    said=$state
    sleep "$POLL_SECONDS"
  done
  fail "$what has not ended after $((POLLS * POLL_SECONDS)) seconds, its state is \"$state\": look at the service, or raise \"timeout\" of the deployment"
}

# A role of another account, for an hour at most: that is as long as AWS lets one role be taken by another.
if [ -n "${ASSUME_ROLE:-}" ]; then
  asked role "take the role $ASSUME_ROLE" sts assume-role --role-arn="$ASSUME_ROLE" --role-session-name nodejs-image --duration-seconds 3600
  AWS_ACCESS_KEY_ID=$(taken role .Credentials.AccessKeyId)
  AWS_SECRET_ACCESS_KEY=$(taken role .Credentials.SecretAccessKey)
  AWS_SESSION_TOKEN=$(taken role .Credentials.SessionToken)
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  rm "$answers/role"
fi
