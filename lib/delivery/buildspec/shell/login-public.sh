
# login_public REFERENCE...: to ECR Public, where one is of it: without a login there are fewer pulls a second, so that a failure
# is no end
login_public() {
  local password reference public=
  for reference; do [[ $reference != public.ecr.aws/* ]] || public=yes; done
  [ -n "$public" ] || return 0
  if ! { password=$(aws ecr-public get-login-password --region us-east-1 2>"$work/public.log") \
    && docker login --username AWS --password-stdin public.ecr.aws <<<"$password" >"$work/public.log" 2>&1; }; then
    say "notice: no login to public.ecr.aws, base images are pulled without: $(tail -n 1 "$work/public.log")"
  fi
}
