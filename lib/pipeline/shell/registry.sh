# What Docker has no command for: what refers to an image, by the API of registries. All that goes this way is small.
bundle_type='application/vnd.dev.sigstore.bundle.v0.3+json'
docker_types=application/vnd.docker.distribution.manifest
manifest_types="application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, $docker_types.list.v2+json, $docker_types.v2+json"

# url_of REPOSITORY: where its registry has it
url_of() { printf 'https://%s/v2/%s' "${1%%/*}" "${1#*/}"; }

# call METHOD URL [CURL'S FLAGS...]: by what Docker logged in with; the status in "http", headers and body in files. What may
# pass by itself is tried again.
call() {
  local method=$1 url=$2 host auth try
  shift 2
  [[ $url == https://* ]] || url=https://${REPOSITORY%%/*}$url
  host=${url#https://} host=${host%%/*}
  auth=$(jq --raw-output --arg host "$host" '.auths[$host].auth // empty' "${DOCKER_CONFIG:-$HOME/.docker}/config.json" 2>/dev/null) || auth=
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    # the password is in no list of processes, and the header goes to no other host; a connection that fails has the status 000
    http=$(curl --silent --show-error --location --config <([ -z "$auth" ] || printf 'header = "Authorization: Basic %s"\n' "$auth") --request "$method" \
      --dump-header "$work/headers" --output "$work/body" --write-out '%{http_code}' --max-time 300 "$@" -- "$url" 2>"$work/curl.log") || http=000
    [[ $http =~ ^(000|429|5..)$ ]] || return 0
  done
}

# expect STATUS WHAT: the answer to the last call
expect() {
  [[ $http =~ ^($1)$ ]] && return
  if [ "$http" = 000 ]; then fail "cannot $2" "$work/curl.log"; fi
  fail "cannot $2: the registry answered $http" "$work/body"
}

# header NAME: of the last call, which may have been redirected; a name in lower case, the value without the end of the line
header() { tr -d '\r' <"$work/headers" | awk -v name="$1:" 'tolower($1) == name { sub(/^[^:]*: */, ""); value = $0 } END { printf "%s", value }'; }

# read_manifest REPOSITORY REFERENCE FILE
read_manifest() {
  call GET "$(url_of "$1")/manifests/$2" --header "Accept: $manifest_types"
  expect 200 "read $1@$2"
  cp "$work/body" "$3"
}

# put_manifest REFERENCE TYPE FILE: in "http" how it went
put_manifest() { call PUT "$(url_of "$REPOSITORY")/manifests/$1" --header "Content-Type: $2" --data-binary "@$3"; }

# has_blob DIGEST
has_blob() {
  call HEAD "$(url_of "$REPOSITORY")/blobs/$1" --head
  [ "$http" = 200 ]
}

# digest_of_file FILE
digest_of_file() { printf 'sha256:%s' "$(sha256sum "$1" | cut -d ' ' -f 1)"; }

# push_blob FILE: what is there already is not sent
push_blob() {
  local digest url
  digest=$(digest_of_file "$1")
  ! has_blob "$digest" || return 0
  call POST "$(url_of "$REPOSITORY")/blobs/uploads/" --header 'Content-Length: 0'
  expect 202 "begin an upload to $REPOSITORY"
  call PATCH "$(header location)" --header 'Content-Type: application/octet-stream' --data-binary "@$1"
  expect 20. "upload to $REPOSITORY"
  url=$(header location)
  if [[ $url == *\?* ]]; then url+="&digest=$digest"; else url+="?digest=$digest"; fi
  call PUT "$url" --header 'Content-Length: 0'
  expect 201 "end an upload to $REPOSITORY"
}

# refer DIGEST BUNDLE PREDICATE_TYPE: attaches a bundle to an image. It has no tag, so that it is in nobody's way; who asks
# the registry for what refers to the image finds it.
refer() {
  local digest=$1 bundle=$2 predicate_type=$3 subject_type
  read_manifest "$REPOSITORY" "$digest" "$work/subject.json"
  subject_type=$(jq --raw-output '.mediaType // (if .manifests then "application/vnd.oci.image.index.v1+json" else "application/vnd.oci.image.manifest.v1+json" end)' "$work/subject.json")
  printf '{}' >"$work/empty.json"
  push_blob "$work/empty.json"
  push_blob "$bundle"
  # shellcheck disable=SC2016 # the variables are of jq
  jq --null-input --compact-output --join-output --arg type "$bundle_type" --arg predicate "$predicate_type" --arg created "$(date --utc +%FT%TZ)" \
    --arg empty "$(digest_of_file "$work/empty.json")" --arg layer "$(digest_of_file "$bundle")" --argjson size "$(wc -c <"$bundle")" \
    --arg subject "$digest" --arg subject_type "$subject_type" --argjson subject_size "$(wc -c <"$work/subject.json")" '{
      schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", artifactType: $type,
      config: { mediaType: "application/vnd.oci.empty.v1+json", digest: $empty, size: 2 },
      layers: [{ mediaType: $type, digest: $layer, size: $size }],
      subject: { mediaType: $subject_type, digest: $subject, size: $subject_size },
      annotations: { "org.opencontainers.image.created": $created, "dev.sigstore.bundle.content": "dsse-envelope", "dev.sigstore.bundle.predicateType": $predicate }
    }' >"$work/referrer.json"
  put_manifest "$(digest_of_file "$work/referrer.json")" application/vnd.oci.image.manifest.v1+json "$work/referrer.json"
  expect 201 "attach a bundle to $REPOSITORY@$digest"
}

# referrers ARRAY REPOSITORY DIGEST [PREDICATE_TYPE]: the digests of what refers to a manifest, page by page; with a type only
# bundles that state it. A registry without referrers has them below a tag.
referrers() {
  local url filter=.
  url=$(url_of "$2")/referrers/$3
  if [ $# -gt 3 ]; then
    url+="?artifactType=$(jq --null-input --raw-output --arg type "$bundle_type" '$type | @uri')"
    # shellcheck disable=SC2016 # the variables are of jq
    filter='select(.artifactType == $type and .annotations["dev.sigstore.bundle.predicateType"] == $predicate)'
  fi
  : >"$work/referrers"
  while [ -n "$url" ]; do
    call GET "$url" --header 'Accept: application/vnd.oci.image.index.v1+json'
    [ "$http" != 404 ] || break
    expect 200 "list what refers to $2@$3"
    jq --raw-output --arg type "$bundle_type" --arg predicate "${4-}" ".manifests[]? | $filter"' | .digest | select(test("^sha256:[0-9a-f]{64}$"))' "$work/body" >>"$work/referrers" \
      || fail "the registry gave no list of what refers to $2@$3" "$work/body"
    url=$(header link | sed -n 's/^<\([^>]*\)>.*rel="\{0,1\}next.*/\1/p')
    [[ -z $url || $url == https://* ]] || url=https://${2%%/*}$url
  done
  mapfile -t "$1" <"$work/referrers"
}
