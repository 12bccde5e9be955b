
# Builds one image of the context, lets its gates judge it, and pushes it by its content tag; then the further tags.
name=$CONTENT_TAG${TAG_SUFFIX-}
image=$REPOSITORY:$name
BEGAN=${BEGAN:-${CODEBUILD_START_TIME-}}
began=${began:-$(date --utc +%FT%TZ)}
export BUILD_ARGS=${BUILD_ARGS:-'{}'} BUILD_SECRETS=${BUILD_SECRETS:-'[]'} GATES=${GATES:-'[]'} TAGS=${TAGS:-'[]'} CACHE_STAGES=${CACHE_STAGES:-'[]'} BASE_IMAGES=${BASE_IMAGES:-'[]'}
gates=() caches=() bases=()
words gates GATES '.[]'
words caches CACHE_STAGES '.[]'
words bases BASE_IMAGES '.[]'
[ -n "${CACHE_TAG-}" ] || caches=()
# the stages whose caches hold what they would be written with
current=' '

# the arguments of every build
arguments=(--progress=plain --platform "$PLATFORM")

# step_of FILE: what the failed step of a build printed. Some programs say first what is wrong, others last.
step_of() {
  tr -d '\r' <"$1" | awk '
    match($0, /^#[0-9]+ /) {
      step = substr($0, 2, RLENGTH - 2)
      text = substr($0, RLENGTH + 1)
      if (text ~ /^\[/) output[step, 0] = "> " text
      else if (sub(/^[0-9]+\.[0-9]+ /, "", text)) output[step, ++count[step]] = text
      else if (text ~ /^ERROR: / && text !~ /cache importer/) failed = step
    }
    END {
      if (failed == "") exit
      long = count[failed] > 19
      for (line = 0; line <= count[failed]; line++) {
        if (!long || line < 8 || line > count[failed] - 11) print output[failed, line]
        else if (line == 8) print "..."
      }
    }'
}

# build ARGUMENT...: builds; where that fails, the builder's verdict is the reason
build() {
  local verdict young
  if logged "$work/build.log" docker buildx build "${arguments[@]}" "$@" "$work/context"; then return; fi
  step_of "$work/build.log" >"$work/step.log"
  [ -s "$work/step.log" ] || cp "$work/build.log" "$work/step.log"
  young=$(sed -n 's/^.*\[ERR_PNPM_MINIMUM_RELEASE_AGE_VIOLATION\]//p' "$work/build.log" | head -n 1)
  if [ -n "$young" ]; then
    fail 'pnpm refuses packages of the lockfile that were published too short a time ago (minimumReleaseAge, a day from pnpm 11 on): build again when they are older, or name them in minimumReleaseAgeExclude of pnpm-workspace.yaml' "$work/step.log"
  fi
  verdict=$(sed -n 's/^ERROR: \(failed to build: \)*\(failed to solve: \)*//p' "$work/build.log" | tail -n 1)
  fail "the build failed${verdict:+: $verdict}" "$work/step.log"
}

# read_caches STAGE...: takes up the caches that builds recorded, each in a build of its own: of several that begin alike one
# build takes up one. Where the registry does not say that a cache is there, there is none for this build.
read_caches() {
  local stage reference
  for stage; do
    reference=$(recorded '' "$CACHE_TAG-$stage" Digest)
    if [ -z "$reference" ]; then
      say "notice: there is no cache $REPOSITORY:$CACHE_TAG-$stage that a build has recorded"
      continue
    fi
    reference=$REPOSITORY@$reference
    if docker buildx imagetools inspect "$reference" >"$work/cache.log" 2>&1; then
      build --cache-from "type=registry,ref=$reference" --target "$stage" --output type=cacheonly
      if is_cached "$stage"; then current+="$stage "; fi
    else
      say "notice: no cache is read from $reference: $(tail -n 1 "$work/cache.log")"
    fi
  done
}

# is_cached STAGE: whether the last build ran no step of it
is_cached() {
  tr -d '\r' <"$work/build.log" | awk -v stage="$1" '
    match($0, /^#[0-9]+ \[[^]]*\] (RUN|COPY|ADD) /) {
      name = substr($0, index($0, "[") + 1)
      sub(/ [0-9]+\/[0-9]+\].*/, "", name)
      sub(/^.* /, "", name)
      if (name == stage) steps[$1]
    }
    $2 == "CACHED" { cached[$1] }
    END { for (step in steps) if (!(step in cached)) exit 1 }'
}

# After a build that passed, from what it left in the builder: the caches that do not hold it yet.
write_caches() {
  local stage reference
  for stage in "${caches[@]}"; do
    [[ $current != *" $stage "* ]] || continue
    reference=$REPOSITORY:$CACHE_TAG-$stage
    if docker buildx build "${arguments[@]}" --target "$stage" --cache-to type=inline --load --tag "$reference" "$work/context" >"$work/cache.log" 2>&1 \
      && docker push "$reference" >"$work/cache.log" 2>&1; then
      note "$CACHE_TAG-$stage" "$(pushed "$work/cache.log")"
    else
      say "notice: the cache $reference is not written: $(tail -n 1 "$work/cache.log")"
    fi
  done
}

# The gates first, so that their reports come out whether they pass or not. What a builder that lives longer than this
# build remembers of a gate is of no use: it may remember a failure. The release then takes the results from here.
run_gates() {
  local gate code fresh=() failed=()
  for gate in "${gates[@]}"; do fresh+=(--no-cache-filter "gate-$gate"); done
  build "${fresh[@]}" --target test-report --output "type=local,dest=$work/reports"
  observe_gates
  : >"$work/failed.log"
  for gate in "${gates[@]}"; do
    code=$(cat "$work/reports/$gate/exit-code" 2>/dev/null || printf none)
    [ "$code" = 0 ] || failed+=("$gate (exit code $code)")
  done
  [ ${#failed[@]} -gt 0 ] || return 0
  for gate in "${failed[@]}"; do
    tail -n "$((${#failed[@]} < 20 ? 20 / ${#failed[@]} : 1))" "$work/reports/${gate% (exit code *}/log" >>"$work/failed.log" || true
  done
  printf -v failed '%s, ' "${failed[@]}"
  fail "gates that did not pass: ${failed%, }" "$work/failed.log"
}

# A report group that finds no file has an incomplete report: of gates that need not run again, it says so.
report_skipped() {
  local gate
  for gate in "${gates[@]}"; do
    mkdir -p "$work/reports/$gate"
    jq --null-input --raw-output --arg gate "$gate" --arg image "$REPOSITORY@$digest" --arg build "${built%%|*}" '
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuite name=\"\($gate | @html)\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"0\">",
      "  <testcase classname=\"gate.\($gate | @html)\" name=\"\($gate | @html)\" time=\"0\">",
      "    <skipped message=\"\($image | @html) is there: it passed this gate in the build \($build | @html)\"/>",
      "  </testcase>",
      "</testsuite>"' >"$work/reports/$gate/junit.xml"
  done
}

# pushed FILE: the digest of what a push has pushed, as it says itself. What is under the tag after it may be of somebody else.
pushed() { tr -d '\r' <"$1" | sed -n 's/^.*: digest: \(sha256:[0-9a-f]\{64\}\) size: .*$/\1/p' | tail -n 1; }

# push: by the tag of the content, which is never written over: where it is on another image, by one of this build. Another
# build of the same content may have pushed its image and be about to record it; that one is taken then.
push() {
  local try reference=$image
  for try in 1 2 3 4 5; do
    [ "$try" = 1 ] || pause "$((try - 1))"
    if [ "$reference" = "$image" ] && [ -n "$(digest_of "$image")" ]; then
      digest=$(ours "$name")
      [ -z "$digest" ] || return 0
      if [ -z "$foreign" ] && [ "$try" -lt 4 ]; then continue; fi
      reference=$image-${CODEBUILD_BUILD_ID##*:}
      docker tag "$image" "$reference"
    fi
    if logged "$work/push.log" docker push "$reference"; then
      digest=$(pushed "$work/push.log")
      [ -n "$digest" ] || fail "$reference was pushed, and it was not told which digest it has" "$work/push.log"
      return
    fi
  done
  grep -vE ': (Preparing|Waiting|Pushed|Retrying.*|Layer already exists|Mounted from .*)$' "$work/push.log" >"$work/refused.log" || true
  fail "cannot push $reference" "$work/refused.log"
}

build_image() {
  local options=()
  login_public "${bases[@]}"
  login_private "${bases[@]}"
  if [ ! -d "$work/context" ]; then
    mkdir -p "$work/context"
    tar -xf "$CODEBUILD_SRC_DIR/context.tar" -C "$work/context" || fail "the source of the build holds no build context"
  fi
  words options BUILD_ARGS 'to_entries[] | "--build-arg", "\(.key)=\(.value)"'
  arguments+=("${options[@]}")
  words options BUILD_SECRETS '.[] | "--secret", .'
  arguments+=("${options[@]}")
  # before the gates: the one that starts the image needs the dependencies of production, too
  read_caches "${caches[@]}"
  if [ ${#gates[@]} -gt 0 ]; then
    arguments+=(--build-arg GATE_ON_FAILURE=record)
    run_gates
  fi
  build --load --tag "$image"
  [ "${PUSH-true}" = true ] || return 0
  push
}

mkdir -p "$work/reports"
login "${REPOSITORY%%/*}"
digest=$(ours "$name")
if [ -n "$digest" ]; then
  built=$(recorded '' "$name" Built)
  say "$REPOSITORY@$digest is the image of this content, made by the build ${built%%|*}: nothing is built"
  report_skipped
  caches=()
else
  foreign=$(digest_of "$image")
  [ -z "$foreign" ] || say "notice: $image holds $foreign, which no build has recorded: it is not used, and the image is built"
  build_image
  if [ "${PUSH-true}" != true ]; then
    say "the image is built and passed its gates; it is not pushed"
    exit 0
  fi
  built="$CODEBUILD_BUILD_ARN|$began|$(date --utc +%FT%TZ)"
  if ! record "$name" "$digest" "$built"; then
    say "notice: another build of this content was first: its image is taken"
    digest=$(ours "$name")
    built=$(recorded '' "$name" Built)
  fi
fi
say "$REPOSITORY@$digest is the image"
observe_image "$digest"
[ "${BY_CONTENT_TAG-}" != true ] || put_tag "$name" false "$digest"
put_tags "$digest"
give IMAGE_DIGEST "$digest"
write_caches
