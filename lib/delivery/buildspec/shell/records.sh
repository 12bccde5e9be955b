# What builds recorded, in a table that nobody else may write to. Whoever may push to the repository can put any image under
# any tag, so that a tag shows nothing. One part of the table has the images of contents, another (" tags") who has which tag.
held=()

# records WORD...: a call to the table; false where the condition of the call does not hold
records() {
  local try
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if aws "$@" --table-name="$RECORDS" --output json --cli-connect-timeout 5 >"$work/record.json" 2>"$work/record.log"; then return 0; fi
    ! grep --quiet ConditionalCheckFailed "$work/record.log" || return 1
    may_pass "$work/record.log" || break
  done
  fail "cannot reach the table $RECORDS, where builds record their images" "$work/record.log"
}

# item PART TAG [MORE]: as the table takes it
item() {
  # shellcheck disable=SC2016 # the variables are of jq
  jq --null-input --compact-output --arg part "${REPOSITORY#*/}$1" --arg tag "$2" --argjson more "${3:-null}" '{Repository: {S: $part}, Tag: {S: $tag}} + $more'
}

# values NAME TYPE VALUE...: attributes as the table takes them, of what holds no quotes: digests, numbers and ARNs
values() {
  local all
  printf -v all '"%s":{"%s":"%s"},' "$@"
  printf '{%s}' "${all%,}"
}

# recorded PART TAG NAME: a value of a record, or nothing
recorded() {
  local key
  key=$(item "$1" "$2")
  records dynamodb get-item --consistent-read --key "$key"
  # shellcheck disable=SC2016 # $name is one of jq's
  jq --raw-output --arg name "$3" '.Item[$name] // {} | .S // .N // empty' "$work/record.json"
}

# ours TAG: the digest of the image that a build recorded for a tag, if it is still in the repository
ours() {
  local digest
  digest=$(recorded '' "$1" Digest)
  [[ -z $digest || $digest =~ ^sha256:[0-9a-f]{64}$ ]] || fail "the record of $1 in the table $RECORDS holds no digest, but \"$digest\""
  [ -z "$digest" ] || digest_of "$REPOSITORY@$digest"
}

# note TAG DIGEST [BUILT [CONDITION...]]: records what a build has made, and by which build
note() {
  local item
  item=$(item '' "$1" "$(values Digest S "$2" Built S "${3-}")")
  records dynamodb put-item --item "$item" "${@:4}"
}

# record TAG DIGEST BUILT: of two builds of one content the first has it; the other is told so by a failure
record() {
  local before values
  before=$(recorded '' "$1" Digest | tr -cd a-z0-9:)
  [ -z "$before" ] || [ "$before" = "$2" ] || [ -z "$(digest_of "$REPOSITORY@$before")" ] || return 1
  values=$(values :before S "${before:-none}" :digest S "$2")
  note "$1" "$2" "$3" --condition-expression 'attribute_not_exists(Digest) OR Digest IN (:before, :digest)' --expression-attribute-values "$values"
}

# lead TAG DIGEST: has a tag that moves, unless a build that began later has had it
lead() {
  local item values
  item=$(item ' tags' "$1" "$(values Digest S "$2" Began N "$BEGAN")")
  values=$(values :began N "$BEGAN")
  records dynamodb put-item --item "$item" --condition-expression 'attribute_not_exists(Began) OR Began <= :began' --expression-attribute-values "$values"
}

# hold TAG DIGEST: keeps others from putting a fixed tag, until let_go or the end of the program; an hour where that is killed
hold() {
  local item values now
  now=$(date +%s)
  item=$(item ' tags' "$1" "$(values Digest S "$2" Held N "$now")")
  values=$(values :digest S "$2" :old N "$((now - 3600))")
  records dynamodb put-item --item "$item" --condition-expression 'attribute_not_exists(Held) OR Held < :old OR Digest = :digest' --expression-attribute-values "$values" \
    || fail "another build is putting the tag $1 of $REPOSITORY on another image: the tag is that of the first"
  held=("$1" "$2")
  trap let_go EXIT
}

let_go() {
  local key values
  trap - EXIT
  key=$(item ' tags' "${held[0]}")
  values=$(values :digest S "${held[1]}")
  records dynamodb delete-item --key "$key" --condition-expression 'Digest = :digest' --expression-attribute-values "$values" || true
  held=()
}
