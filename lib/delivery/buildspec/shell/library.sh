# What the programs share. Values are in variables, never in this text.
set -euo pipefail
shopt -s inherit_errexit
umask 022
export BUILDX_NO_DEFAULT_ATTESTATIONS=1
work=$CODEBUILD_SRC_DIR/.nodejs-image

say() { printf 'nodejs-image: %s\n' "$1"; }

# fail REASON [FILE]: the last that is said, with the last lines of a file
fail() {
  {
    # the marker is put together here, so that whoever prints this text does not print the marker
    printf '%s: error: %s\n' nodejs-image "${1//[[:cntrl:]]/ }"
    if [ $# -gt 1 ]; then tail -n 20 "$2" | tr -d '\r' | sed 's/^/nodejs-image: | /'; fi
  } >&2
  exit 1
}

# What another gave a name goes to the AWS CLI behind a =, as in --cluster="$CLUSTER": it is no option then, whatever it begins with.

# aside WORD...: a call of the AWS CLI that decides nothing. Where a network does not lead to the service, it waits for seconds, and not for minutes.
aside() { AWS_MAX_ATTEMPTS=2 aws "$@" --cli-connect-timeout 5; }

# may_pass FILE: whether what the AWS CLI said is of a service that is busy or away, and may be over at the next try
may_pass() {
  local busy='Throttling|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|ServerException|InternalFailure|InternalError|InternalServer|KMSInternal|ServiceUnavailable'
  grep --quiet --extended-regexp "$busy|Could not connect|[Tt]imed out|[Tt]imeout|Connection" "$1"
}

# pause TRY: waits before the next try, longer each time
pause() { sleep "$((2 ** $1))"; }

# logged FILE COMMAND...: runs a command, its output in the log of the build and in a file
logged() {
  local file=$1
  shift
  "$@" 2>&1 | tee "$file"
}

# words ARRAY VARIABLE FILTER: what a jq filter takes out of the JSON in a variable, word by word, whatever the words hold
words() {
  # shellcheck disable=SC2016 # $name is one of jq's
  local take='env[$name] | fromjson | '"$3"' | tostring | if explode | any(. == 0) then error("a NUL") else . + "\u0000" end'
  jq --null-input --join-output --arg name "$2" "$take" >"$work/words" || fail "the variable $2 is not the JSON that it should be"
  mapfile -d '' -t "$1" <"$work/words"
}

# The host of a registry of Amazon ECR: its account, and as the third its region.
registry_host='^([0-9]{12})\.dkr[.-]ecr(-fips)?\.([a-z0-9-]+)\.[a-z0-9.]+(:[0-9]+)?$'

# login HOST: to a registry of ECR, by the role of the build
login() {
  local host=$1 region password try
  [[ $host =~ $registry_host ]] || fail "\"$host\" is no registry of Amazon ECR"
  region=${BASH_REMATCH[3]}
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if password=$(aws ecr get-login-password --region "$region" 2>"$work/login.log") \
      && docker login --username AWS --password-stdin "$host" <<<"$password" >"$work/login.log" 2>&1; then
      return
    fi
  done
  fail "cannot log in to $host" "$work/login.log"
}

# login_each REFERENCE...: once for each registry
login_each() {
  local reference host known=' '
  for reference; do
    host=${reference%%/*}
    [[ $known != *" $host "* ]] || continue
    login "$host"
    known+="$host "
  done
}

# login_private REFERENCE...: to those of the registries that are of ECR
login_private() {
  local reference private=()
  for reference; do
    [[ ! ${reference%%/*} =~ $registry_host ]] || private+=("$reference")
  done
  login_each "${private[@]}"
}

# digest_of REFERENCE: the digest it has in the registry, or nothing if it is not there. A registry that does not
# answer, or refuses, has not said that it is not there: that is an error.
digest_of() {
  local reference=$1 try
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if docker buildx imagetools inspect "$reference" --format '{{json .Manifest}}' >"$work/manifest.json" 2>"$work/manifest.log"; then
      jq --exit-status --raw-output '.digest | select(test("^sha256:[0-9a-f]{64}$"))' "$work/manifest.json" \
        || fail "the registry gave no digest of $reference" "$work/manifest.json"
      return
    fi
    [[ $'\n'$(<"$work/manifest.log") != *$'\nERROR: '"$reference: not found" ]] || return 0
  done
  fail "cannot find out whether $reference is there" "$work/manifest.log"
}

# give NAME VALUE: a variable that the build exports
give() {
  mkdir -p "$work/exports"
  printf '%s\n' "$2" >"$work/exports/$1"
}

# What a pipeline tells of a build while it goes on: of the gates once they ran, of an image once it is there.
observe_gates() { :; }
observe_image() { :; }
