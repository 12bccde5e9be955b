# Lets an image pass whose findings are within the limits. An index is not scanned itself, but each image in it is.
# Long lists come as a file: the variables of a build together may have some thousand characters.
if [ -n "${SCAN_FILE-}" ]; then
  aws s3 cp --only-show-errors "s3://$SCAN_FILE" "$work/scan.zip" >"$work/scan.log" 2>&1 || fail "cannot read what the scan may find from $SCAN_FILE" "$work/scan.log"
  SCAN=$(unzip -p "$work/scan.zip" scan.json) || fail "what the scan may find cannot be unpacked from $SCAN_FILE"
  export SCAN
fi
kind=$(jq --null-input --raw-output 'env.SCAN | fromjson | .kind') || fail 'the variable SCAN is not the JSON that it should be'
polls=$(jq --null-input 'env.SCAN | fromjson | .timeoutMinutes * 6 | ceil')
split_repository

# other_kind KIND: the registry scans in the way that was not asked for
other_kind() {
  if [ "$kind" = basic ]; then
    fail "the registry scans $REPOSITORY by Amazon Inspector, but the gate is for basic scanning: give the pipeline ImageScan.inspector(), or set the registry to basic scanning"
  fi
  fail "the registry has basic scanning for $REPOSITORY, but the gate is for Amazon Inspector: give the pipeline ImageScan.basic(), or set the registry to enhanced scanning"
}

# The setting of a registry can only be asked for in its own account. Where it cannot be, the findings tell it.
check_registry() {
  local type
  if aws ecr get-registry-scanning-configuration --region "$region" --output json >"$work/registry.json" 2>"$work/registry.log"; then
    # shellcheck disable=SC2016 # $account is one of jq's
    type=$(jq --raw-output --arg account "$account" 'if .registryId == $account then .scanningConfiguration.scanType // "" else "" end' "$work/registry.json")
    case "$kind $type" in
      'basic ENHANCED' | 'inspector BASIC') other_kind ;;
    esac
  fi
}

# ask FILE COMMAND...: an answer of ECR or Inspector as JSON. Fails with 2 where they may have one later, and with 1 where
# they refuse.
ask() {
  local file=$1
  shift
  if aws "$@" --region "$region" --output json >"$file" 2>"$work/aws.log"; then return; fi
  ! may_pass "$work/aws.log" || return 2
  return 1
}

# page FILE DIGEST [TOKEN]: one page of findings
page() {
  ask "$1" ecr describe-image-scan-findings --no-paginate --registry-id "$account" --repository-name "$name" --image-id "imageDigest=$2" \
    --max-results 1000 ${3:+--next-token "$3"}
}

# further DIGEST: all pages after the first one, into page-*.json
further() {
  local digest=$1 number=1 token tries=0 answer
  while token=$(jq --raw-output '.nextToken // ""' "$work/page-$number.json") && [ -n "$token" ]; do
    answer=0
    page "$work/page-$((number + 1)).json" "$digest" "$token" || answer=$?
    [ "$answer" != 1 ] || fail "cannot read the findings of $REPOSITORY@$digest" "$work/aws.log"
    if [ "$answer" = 0 ]; then
      number=$((number + 1)) tries=0
    else
      tries=$((tries + 1))
      [ "$tries" -lt 6 ] || fail "cannot read the findings of $REPOSITORY@$digest" "$work/aws.log"
      pause "$tries"
    fi
  done
}

# start DIGEST: a basic scan. An image is scanned once in 24 hours: where that was, its findings are on the way.
start() {
  local answer=0
  ask "$work/started.json" ecr start-image-scan --registry-id "$account" --repository-name "$name" --image-id "imageDigest=$1" || answer=$?
  if [ "$answer" = 0 ]; then
    say "a scan of $REPOSITORY@$1 was started"
  elif [ "$answer" = 1 ] && ! grep --quiet LimitExceededException "$work/aws.log"; then
    fail "cannot start a scan of $REPOSITORY@$1" "$work/aws.log"
  fi
  return "$answer"
}

# scanned DIGEST: whether Inspector has scanned the image. ECR says that a scan is complete, or active, and has no findings,
# also before the first scan.
scanned() {
  local digest=$1 filter answer=0
  # shellcheck disable=SC2016 # $digest is one of jq's
  filter=$(jq --null-input --compact-output --arg digest "$digest" \
    '[{ comparison: "EQUALS", value: "\(env.REPOSITORY_ARN)/\($digest)" }] | { resourceId: . }')
  ask "$work/coverage.json" inspector2 list-coverage --filter-criteria "$filter" || answer=$?
  [ "$answer" != 1 ] || fail "cannot ask Amazon Inspector whether it has scanned $REPOSITORY@$digest" "$work/aws.log"
  [ "$answer" = 0 ] && jq --exit-status 'any(.coveredResources[]?; .scanStatus.reason == "SUCCESSFUL")' "$work/coverage.json" >"$work/scanned"
}

# complete DIGEST STATUS: whether the findings are those of a scan, and of the kind that was asked for
complete() {
  local shape
  shape=$(jq --raw-output '(.imageScanFindings // {}) | if .enhancedFindings != null then "inspector" elif (.findings // []) != [] then "basic" else "none" end' "$work/page-1.json")
  case "$kind $2 $shape" in
    'basic ACTIVE '* | 'basic '*' inspector' | 'inspector '*' basic') other_kind ;;
  esac
  jq --exit-status '.imageScanFindings.imageScanCompletedAt != null or (.imageScanFindings.enhancedFindings // []) != []' "$work/page-1.json" >"$work/complete" && return
  [ "$kind" = inspector ] && scanned "$1" && page "$work/page-1.json" "$1"
}

# look DIGEST: whether the findings of an image are there; where not, "state" says why
look() {
  local digest=$1 answer=0
  page "$work/page-1.json" "$digest" || answer=$?
  if [ "$answer" = 2 ]; then
    state='no answer'
    return 1
  elif [ "$answer" = 1 ]; then
    grep --quiet ScanNotFoundException "$work/aws.log" || fail "cannot read the findings of $REPOSITORY@$digest" "$work/aws.log"
    state='no scan'
  else
    state=$(jq --raw-output '.imageScanStatus.status // "no status"' "$work/page-1.json")
  fi
  case "$kind $state" in
    *' COMPLETE' | *' ACTIVE') complete "$digest" "$state" ;;
    'basic no scan' | 'basic FINDINGS_UNAVAILABLE')
      # "wanted" is a scan that has not been asked for with success
      if [ "$wanted" = yes ]; then
        answer=0
        start "$digest" || answer=$?
        [ "$answer" = 2 ] || wanted=no
      fi
      return 1
      ;;
    *' IN_PROGRESS' | *' PENDING' | 'inspector no scan') return 1 ;;
    *) refuse "$digest" "$state" ;;
  esac
}

# refuse DIGEST STATUS: a status after which there will be no findings
refuse() {
  local description advice
  description=$(jq --raw-output '.imageScanStatus.description // "no description"' "$work/page-1.json")
  case $2 in
    FAILED) advice='release the change again once the cause is gone' ;;
    UNSUPPORTED_IMAGE) advice='choose a base image that the scanner supports, or the other kind of ImageScan' ;;
    SCAN_ELIGIBILITY_EXPIRED) advice='build the image anew, or lengthen the duration for which Amazon Inspector scans images' ;;
    FINDINGS_UNAVAILABLE) advice='see in Amazon Inspector why it has none' ;;
    LIMIT_EXCEEDED) advice='the limit of scans is used up: retry the step later' ;;
    IMAGE_ARCHIVED) advice='restore the image from the archive' ;;
    *) advice='this status is not known' ;;
  esac
  fail "$REPOSITORY@$1 has no findings, its scan has the status $2 ($description): $advice"
}

# await DIGEST
await() {
  local digest=$1 poll advice='retry the step later, or raise the timeout of ImageScan'
  wanted=yes
  for ((poll = 0; poll <= polls; poll++)); do
    [ "$poll" = 0 ] || sleep 10
    if look "$digest"; then
      further "$digest"
      return
    fi
  done
  [ "$kind $state" != 'inspector no scan' ] || advice='is Amazon Inspector enabled, and does a filter of the registry'"'"'s enhanced scanning match the repository?'
  fail "$REPOSITORY@$digest has no findings after $((polls / 6)) minutes, its scan has the status $state: $advice"
}

# One entry for each package that has the finding. What Inspector's own rules suppress does not count.
# shellcheck disable=SC2016 # the variables are of jq
normalise='
def text: (. // "" | tostring) | gsub("[[:cntrl:]\u2028\u2029]"; " ");
def attribute($key): first(.attributes[]? | select(.key == $key) | .value) // "";
[.[].imageScanFindings // {} | (
  (.findings // [])[] | { id: .name, severity, package: attribute("package_name"), version: attribute("package_version"), fixed: "" }
), (
  (.enhancedFindings // [])[] | select((.status // "ACTIVE") == "ACTIVE") | . as $finding | .packageVulnerabilityDetails as $details
  | ([$details.vulnerablePackages[]?] | if . == [] then [{}] else . end)[]
  | { id: ($details.vulnerabilityId // $finding.title), severity: $finding.severity, package: .name, version, fixed: (.fixedInVersion // (if $finding.fixAvailable == "YES" then "yes" else "" end)) }
) | map_values(text)]'

# What counts, what was accepted, and what that comes to. A finding of several images counts once, with its worst severity.
# shellcheck disable=SC2016 # the variables are of jq
judge='
def levels: ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNRATED"];
def time: . + "T00:00:00Z" | fromdate;
def cut($length): if length > $length then .[:$length - 3] + "..." else . end;
def table: (map(map(length)) | transpose | map(max)) as $widths
  | map([., $widths] | transpose | map(.[0] + " " * (.[1] - (.[0] | length))) | join("  ") | sub(" +$"; ""));
def matches($accepted): .id == $accepted.id and ($accepted.package == null or .package == $accepted.package);
(env.SCAN | fromjson) as $scan
| ($today | time) as $now
| ($scan.accepted | map(. + { valid: ((.expires | time) >= $now), soon: ((.expires | time) < $now + 14 * 86400) })) as $accepted
| add // []
| map(.severity as $severity | .level = ((levels | index($severity)) // 5))
| group_by([.id, .package]) | map(sort_by(.level) | .[0] + { versions: map(.version) | unique | join(", ") })
| map(. as $finding | [$accepted[] | . as $one | select($finding | matches($one))] as $matching
  | .acceptance = ($matching | map(select(.valid)) | sort_by(.expires) | last)
  | .expired = (if .acceptance then null else $matching | map(.expires) | max end))
| sort_by([.level, .id, .package])
| . as $all
| map(select(.acceptance | not)) as $counted
| map(select(.acceptance)) as $set_aside
| (levels | to_entries | map(.key as $level | { key: .value, value: [$counted[] | select(.level == $level)] | length }) | from_entries) as $counts
| ($scan.maximum | to_entries | map(select($counts[.key] > .value))) as $broken
| {
  counts: $counts, accepted: ($set_aside | length),
  broken: ($broken | map("\(.key) \($counts[.key]) (at most \(.value))") | join(", ")),
  first: ($counted | map(select(levels[.level] as $level | any($broken[]; .key == $level)) | .id + (if .package == "" then "" else " in " + .package end)) | .[:5] | join(", ")),
  lines: (
    (if $counted == [] then ["no finding counts"] else
      [["SEVERITY", "FINDING", "PACKAGE", "VERSION", "FIXED IN", ""]]
      + ($counted[:200] | map([levels[.level], (.id | cut(40)), (.package | cut(40)), (.versions | cut(30)), (.fixed | cut(30)), (if .expired then "accepted until \(.expired), which has passed" else "" end)]))
      | table + (if ($counted | length) > 200 then ["and \(($counted | length) - 200) more"] else [] end) end)
    + ($set_aside | map("accepted until \(.acceptance.expires): \(levels[.level]) \(.id)\(if .package == "" then "" else " in " + .package end): \(.acceptance.reason)"))
    + ($accepted | map(. as $one | select(any($all[]; matches($one)) | not) | "notice: no finding is \(.id)\(if .package then " in " + .package else "" end), which is accepted until \(.expires): take it from the list"))
    + ($accepted | map(. as $one | select(.valid and .soon and any($all[]; matches($one))) | "notice: the acceptance of \(.id)\(if .package then " in " + .package else "" end) expires on \(.expires)"))
    + ["counted: " + ($counts | to_entries | map("\(.key) \(.value)") | join(", ")) + "; accepted: \($set_aside | length)"]
    | map(gsub("[[:cntrl:]\u2028\u2029]"; " "))
  )
}'

check_registry
login "${REPOSITORY%%/*}"
images=()
images_of images "$IMAGE_DIGEST"
for index in "${!images[@]}"; do
  say "the findings of $REPOSITORY@${images[index]}"
  rm -f "$work"/page-*.json
  await "${images[index]}"
  jq --slurp "$normalise" "$work"/page-*.json >"$work/findings-$index.json" || fail "the findings of $REPOSITORY@${images[index]} are not what they should be" "$work/page-1.json"
done
# the order of the files is of no matter
jq --slurp --arg today "$(date --utc +%F)" "$judge" "$work"/findings-*.json >"$work/judged.json" || fail 'the findings could not be judged'
jq --raw-output '.lines[] | "nodejs-image: " + .' "$work/judged.json"
give FINDINGS "$(jq --compact-output '.counts + { ACCEPTED: .accepted }' "$work/judged.json")"
jq '.counts | to_entries | map({ MetricName: "Findings", Dimensions: [{ Name: "Severity", Value: .key }], Value: .value, Unit: "Count" })' "$work/judged.json" | put_metrics
broken=$(jq --raw-output .broken "$work/judged.json")
[ -z "$broken" ] || fail "findings beyond the limits: $broken; the first are $(jq --raw-output .first "$work/judged.json"): fix them, or accept them for a time by the option \"accepted\" of ImageScan"
say 'the findings are within the limits'
