# What Docker has no command for: artifacts that refer to an image. All by the API of registries.
bundle_type='application/vnd.dev.sigstore.bundle.v0.3+json'
manifest_types='application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json'

# registry_login: the password is in a file that only this build reads, and not among the words of a command
registry_login() {
  local password
  password=$(aws ecr get-login-password --region "$region" 2>"$work/login.log") || fail "cannot log in to ${REPOSITORY%%/*}" "$work/login.log"
  (umask 077 && printf 'user = "AWS:%s"\n' "$password" >"$work/curl.conf")
}

# call METHOD URL [CURL'S FLAGS...]: the status in "http", headers and body in files. What may pass by itself is tried again.
call() {
  local method=$1 url=$2 try
  shift 2
  [[ $url == https://* ]] || url=https://${REPOSITORY%%/*}$url
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    # a connection that fails gives the status 000
    http=$(curl --config "$work/curl.conf" --silent --show-error --location --request "$method" --dump-header "$work/headers" \
      --output "$work/body" --write-out '%{http_code}' --max-time 300 "$@" "$url" 2>"$work/curl.log") || http=000
    [[ $http =~ ^(000|429|5..)$ ]] || return 0
  done
}

# expect STATUS WHAT: the answer to the last call
expect() {
  [[ $http =~ ^($1)$ ]] && return
  if [ "$http" = 000 ]; then fail "cannot $2" "$work/curl.log"; fi
  fail "cannot $2: the registry answered $http" "$work/body"
}

# location: where an upload goes on, without the end of the line
location() { sed -n 's/^[Ll]ocation: *//p' "$work/headers" | tail -n 1 | tr -d '\r\n'; }

# read_manifest DIGEST FILE
read_manifest() {
  call GET "/v2/$name/manifests/$1" --header "Accept: $manifest_types"
  expect 200 "read $REPOSITORY@$1"
  cp "$work/body" "$2"
}

# push_blob FILE: prints nothing; what is there already is not sent
push_blob() {
  local digest url
  digest=sha256:$(sha256sum "$1" | cut -d ' ' -f 1)
  call HEAD "/v2/$name/blobs/$digest" --head
  [ "$http" != 200 ] || return 0
  call POST "/v2/$name/blobs/uploads/" --header 'Content-Length: 0'
  expect 202 "begin an upload to $REPOSITORY"
  url=$(location)
  call PATCH "$url" --header 'Content-Type: application/octet-stream' --data-binary "@$1"
  expect 20. "upload to $REPOSITORY"
  url=$(location)
  if [[ $url == *\?* ]]; then url+="&digest=$digest"; else url+="?digest=$digest"; fi
  call PUT "$url" --header 'Content-Length: 0'
  expect 201 "end an upload to $REPOSITORY"
}

# refer DIGEST BUNDLE PREDICATE_TYPE: attaches a bundle to an image. It has no tag, so that it is in nobody's way; who asks
# the registry for what refers to the image finds it.
refer() {
  local digest=$1 bundle=$2 predicate_type=$3 subject_type
  read_manifest "$digest" "$work/subject.json"
  subject_type=$(jq --raw-output '.mediaType // (if .manifests then "application/vnd.oci.image.index.v1+json" else "application/vnd.oci.image.manifest.v1+json" end)' "$work/subject.json")
  printf '{}' >"$work/empty.json"
  push_blob "$work/empty.json"
  push_blob "$bundle"
  # shellcheck disable=SC2016 # the variables are of jq
  jq --null-input --compact-output --join-output --arg type "$bundle_type" --arg predicate "$predicate_type" --arg created "$(date --utc +%FT%TZ)" \
    --arg empty "sha256:$(sha256sum "$work/empty.json" | cut -d ' ' -f 1)" --arg layer "sha256:$(sha256sum "$bundle" | cut -d ' ' -f 1)" --argjson size "$(wc -c <"$bundle")" \
    --arg subject "$digest" --arg subject_type "$subject_type" --argjson subject_size "$(wc -c <"$work/subject.json")" '{
      schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", artifactType: $type,
      config: { mediaType: "application/vnd.oci.empty.v1+json", digest: $empty, size: 2 },
      layers: [{ mediaType: $type, digest: $layer, size: $size }],
      subject: { mediaType: $subject_type, digest: $subject, size: $subject_size },
      annotations: { "org.opencontainers.image.created": $created, "dev.sigstore.bundle.content": "dsse-envelope", "dev.sigstore.bundle.predicateType": $predicate }
    }' >"$work/referrer.json"
  call PUT "/v2/$name/manifests/sha256:$(sha256sum "$work/referrer.json" | cut -d ' ' -f 1)" \
    --header 'Content-Type: application/vnd.oci.image.manifest.v1+json' --data-binary "@$work/referrer.json"
  expect 201 "attach a bundle to $REPOSITORY@$digest"
}

# referrers ARRAY DIGEST PREDICATE_TYPE: the digests of what is attached
referrers() {
  call GET "/v2/$name/referrers/$2?artifactType=$(jq --null-input --raw-output --arg type "$bundle_type" '$type | @uri')"
  expect 200 "list what refers to $REPOSITORY@$2"
  # shellcheck disable=SC2016 # the variables are of jq
  jq --raw-output --arg type "$bundle_type" --arg predicate "$3" \
    '.manifests[]? | select(.artifactType == $type and .annotations["dev.sigstore.bundle.predicateType"] == $predicate) | .digest' "$work/body" >"$work/referrers" \
    || fail "the registry gave no list of what refers to $REPOSITORY@$2" "$work/body"
  mapfile -t "$1" <"$work/referrers"
}

