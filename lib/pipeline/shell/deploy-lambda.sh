
# Gives a function of Lambda its new image, publishes a version, and moves an alias to it.

# state_before: as state_of_update, for what was asked for before: where that failed, the function goes on with the code it had
# and takes another update. https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
state_before() {
  asked function "read the function $FUNCTION" lambda get-function-configuration --function-name="$FUNCTION"
  case $(taken function .LastUpdateStatus) in
    Successful | Failed) echo ended ;;
    *) printf '%s\n' "$(taken function .LastUpdateStatus)" ;;
  esac
}

state_of_update() {
  local status reason
  asked function "read the function $FUNCTION" lambda get-function-configuration --function-name="$FUNCTION"
  status=$(taken function .LastUpdateStatus)
  reason=$(taken function .LastUpdateStatusReason)
  case $status in
    Successful) echo ended ;;
    Failed) fail "the function $FUNCTION does not take the image $IMAGE_URI: ${reason:-Lambda gives no reason}" ;;
    *) printf '%s\n' "${status:-not begun}" ;;
  esac
}

state_of_version() {
  local state reason
  asked version "read version $version of $FUNCTION" lambda get-function-configuration --function-name="$FUNCTION" --qualifier "$version"
  state=$(taken version .State)
  reason=$(taken version .StateReason)
  case $state in
    Active | Inactive) echo ended ;; # an inactive one is made ready again by its first call
    Failed) fail "version $version of $FUNCTION cannot run: ${reason:-Lambda gives no reason}" ;;
    *) printf '%s\n' "${state:-not begun}" ;;
  esac
}

asked function "read the function $FUNCTION" lambda get-function-configuration --function-name="$FUNCTION"
[ "$(taken function .PackageType)" = Image ] || fail "the function $FUNCTION is no function of an image: its package is $(taken function .PackageType)"
wait_for "an earlier update of $FUNCTION" state_before
asked updated "give $FUNCTION the image $IMAGE_URI" lambda update-function-code --function-name="$FUNCTION" --image-uri "$IMAGE_URI"
hash=$(taken updated .CodeSha256)
wait_for "the update of $FUNCTION" state_of_update
# of this image: another update that came between is not published
asked published "publish a version of $FUNCTION" lambda publish-version --function-name="$FUNCTION" --code-sha256 "$hash"
version=$(taken published .Version)
[ -n "$version" ] || fail "Lambda gave no version of $FUNCTION"
wait_for "version $version of $FUNCTION" state_of_version
if [ -n "${ALIAS:-}" ]; then
  asked alias "move the alias $ALIAS of $FUNCTION to version $version" lambda update-alias --function-name="$FUNCTION" --name="$ALIAS" --function-version "$version" --routing-config '{"AdditionalVersionWeights":{}}'
  say "the alias $ALIAS of $FUNCTION is version $version"
fi
say "$FUNCTION runs $IMAGE_URI as version $version"
