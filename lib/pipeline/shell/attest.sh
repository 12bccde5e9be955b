# Signs an image, and attests how it was built and what is in it: statements of in-toto in envelopes of DSSE, as bundles of
# Sigstore, which cosign verifies. The private key never leaves KMS. Of an index, itself and each image in it.
payload_type='application/vnd.in-toto+json'
sign_type='https://sigstore.dev/cosign/sign/v1'
provenance_type='https://slsa.dev/provenance/v1'
split_repository
key_region=$(cut -d : -f 4 <<<"$KEY_ARN")

# aws_try FILE COMMAND...
aws_try() {
  local file=$1 try
  shift
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if aws "$@" --region "$key_region" --output json >"$file" 2>"$work/aws.log"; then return 0; fi
    may_pass "$work/aws.log" || return 1
  done
  return 1
}

# What a signature is of: the type and the payload, each with its length.
envelope_digest() {
  { printf 'DSSEv1 %s %s %s ' "${#payload_type}" "$payload_type" "$(wc -c <"$1")" && cat "$1"; } | openssl dgst -sha256 -binary >"$work/digest.bin"
}

read_key() {
  local spec
  aws_try "$work/key.json" kms get-public-key --key-id "$KEY_ARN" || fail "cannot read the public key of $KEY_ARN" "$work/aws.log"
  spec=$(jq --raw-output '.KeySpec // .CustomerMasterKeySpec' "$work/key.json")
  [ "$spec" = ECC_NIST_P256 ] || fail "the key $KEY_ARN must be an ECC_NIST_P256 key for signing, received $spec"
  hint=$(jq --raw-output .PublicKey "$work/key.json" | base64 --decode | openssl dgst -sha256 -binary | base64 --wrap=0)
}

# put_statement DIGEST TYPE PREDICATE_FILE: signs a statement on an image, and attaches it
put_statement() {
  local digest=$1 type=$2 predicate=$3 signature
  # shellcheck disable=SC2016 # the variables are of jq
  jq --compact-output --join-output --arg name "$REPOSITORY" --arg digest "${digest#sha256:}" --arg type "$type" \
    '{ _type: "https://in-toto.io/Statement/v1", subject: [{ name: $name, digest: { sha256: $digest } }], predicateType: $type, predicate: . }' "$predicate" >"$work/statement.json"
  envelope_digest "$work/statement.json"
  aws_try "$work/signature.json" kms sign --key-id "$KEY_ARN" --message "fileb://$work/digest.bin" --message-type DIGEST --signing-algorithm ECDSA_SHA_256 \
    || fail "cannot sign with $KEY_ARN" "$work/aws.log"
  signature=$(jq --raw-output .Signature "$work/signature.json")
  base64 --wrap=0 "$work/statement.json" >"$work/payload"
  # shellcheck disable=SC2016 # the variables are of jq
  jq --null-input --compact-output --join-output --arg media "$bundle_type" --arg hint "$hint" --rawfile payload "$work/payload" --arg type "$payload_type" --arg signature "$signature" \
    '{ mediaType: $media, verificationMaterial: { publicKey: { hint: $hint } }, dsseEnvelope: { payload: $payload, payloadType: $type, signatures: [{ sig: $signature }] } }' >"$work/bundle.json"
  refer "$digest" "$work/bundle.json" "$type"
  say "$REPOSITORY@$digest has $type"
}

# stated DIGEST TYPE FILTER: whether such a statement is attached that this key signed on this image, and of which a filter
# of jq holds. So a step that is run again adds nothing.
stated() {
  local digest=$1 type=$2 filter=$3 found=() one layer
  referrers found "$REPOSITORY" "$digest" "$type"
  for one in "${found[@]}"; do
    read_manifest "$REPOSITORY" "$one" "$work/found.json"
    layer=$(jq --raw-output '.layers[0].digest // ""' "$work/found.json")
    [[ $layer =~ ^sha256:[0-9a-f]{64}$ ]] || continue
    call GET "$(url_of "$REPOSITORY")/blobs/$layer"
    [ "$http" = 200 ] || continue
    cp "$work/body" "$work/found-bundle.json"
    jq --raw-output '.dsseEnvelope.payload' "$work/found-bundle.json" 2>"$work/found.log" | base64 --decode >"$work/found-statement.json" 2>"$work/found.log" || continue
    jq --raw-output '.dsseEnvelope.signatures[0].sig' "$work/found-bundle.json" | base64 --decode >"$work/found-signature.bin" 2>"$work/found.log" || continue
    # shellcheck disable=SC2016 # the variables are of jq
    jq --exit-status --arg digest "${digest#sha256:}" --arg type "$type" \
      '.predicateType == $type and any(.subject[]; .digest.sha256 == $digest) and (.predicate | '"$filter"')' "$work/found-statement.json" >"$work/found.log" 2>&1 || continue
    envelope_digest "$work/found-statement.json"
    aws_try "$work/verified.json" kms verify --key-id "$KEY_ARN" --message "fileb://$work/digest.bin" --message-type DIGEST --signing-algorithm ECDSA_SHA_256 \
      --signature "fileb://$work/found-signature.bin" || continue
    say "$REPOSITORY@$digest has $type already"
    return 0
  done
  return 1
}

# How the image was built.
write_provenance() {
  # shellcheck disable=SC2016 # the variables are of jq
  jq --null-input '(env.BUILDS // "[]" | fromjson) as $builds | {
    buildDefinition: {
      buildType: "https://github.com/cdk-nodejs-image/cdk-nodejs-image/codebuild/v1",
      externalParameters: ({ contentTag: env.CONTENT_TAG } + if (env.SOURCE_URI // "") == "" then {} else { source: env.SOURCE_URI } end),
      resolvedDependencies: ((if (env.SOURCE_COMMIT // "") == "" then [] else [(if (env.SOURCE_URI // "") == "" then {} else { uri: ("git+" + env.SOURCE_URI) } end) + { digest: { gitCommit: env.SOURCE_COMMIT } }] end)
        + (if (env.DOCKERFILE_SHA256 // "") == "" then [] else [{ name: "Dockerfile", digest: { sha256: env.DOCKERFILE_SHA256 } }] end))
    },
    runDetails: {
      builder: { id: env.BUILDER },
      metadata: ({ invocationId: ($builds | map(.arn) | join(" ")) }
        + ($builds | map(.started | select(. != null and . != "")) | if . == [] then {} else { startedOn: min } end)
        + ($builds | map(.finished | select(. != null and . != "")) | if . == [] then {} else { finishedOn: max } end))
    }
  }' >"$work/provenance.json" 2>"$work/provenance.log" || fail 'the variable BUILDS is not the JSON that it should be' "$work/provenance.log"
}

# The program that lists what is in an image. Nothing of it is run before its checksum is right.
fetch_tool() {
  local url sum
  url=$(jq --null-input --raw-output 'env.SBOM | fromjson | .tool.url')
  sum=$(jq --null-input --raw-output 'env.SBOM | fromjson | .tool.sha256')
  curl --fail --silent --show-error --location --retry 5 --retry-connrefused --max-time 300 --output "$work/tool.tar.gz" "$url" 2>"$work/tool.log" \
    || fail "cannot download $url" "$work/tool.log"
  sha256sum --check --status <<<"$sum  $work/tool.tar.gz" || fail "$url has the SHA-256 $(sha256sum "$work/tool.tar.gz" | cut -d ' ' -f 1), and not $sum"
  mkdir -p "$work/tool"
  tar --extract --gzip --file "$work/tool.tar.gz" --directory "$work/tool" syft 2>"$work/tool.log" || fail "$url holds no program syft" "$work/tool.log"
}

put_sbom() {
  local digest=$1 type=$2 output=$3
  ! stated "$digest" "$type" true || return 0
  [ -x "$work/tool/syft" ] || fetch_tool
  SYFT_CHECK_FOR_APP_UPDATE=false "$work/tool/syft" scan "registry:$REPOSITORY@$digest" --quiet --output "$output=$work/sbom.json" 2>"$work/sbom.log" \
    || fail "cannot list what is in $REPOSITORY@$digest" "$work/sbom.log"
  put_statement "$digest" "$type" "$work/sbom.json"
}

login "${REPOSITORY%%/*}"
read_key
images=()
images_of images "$IMAGE_DIGEST"
subjects=("$IMAGE_DIGEST")
for image in "${images[@]}"; do
  [ "$image" = "$IMAGE_DIGEST" ] || subjects+=("$image")
done
sbom_type=$(jq --null-input --raw-output 'env.SBOM | fromjson | .predicateType // ""')
sbom_output=$(jq --null-input --raw-output 'env.SBOM | fromjson | .output // ""')
write_provenance
printf '{}' >"$work/signed.json"
# the signature of the whole comes last: what is signed has all of it
for ((index = ${#subjects[@]} - 1; index >= 0; index--)); do
  subject=${subjects[index]}
  if [ -n "$sbom_type" ] && [[ " ${images[*]} " == *" $subject "* ]]; then put_sbom "$subject" "$sbom_type" "$sbom_output"; fi
  definition=$(jq --compact-output .buildDefinition "$work/provenance.json")
  DEFINITION=$definition stated "$subject" "$provenance_type" '.buildDefinition == (env.DEFINITION | fromjson)' || put_statement "$subject" "$provenance_type" "$work/provenance.json"
  stated "$subject" "$sign_type" true || put_statement "$subject" "$sign_type" "$work/signed.json"
done
