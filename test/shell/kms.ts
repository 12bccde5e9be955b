/**
 * Stands for KMS, by OpenSSL, as a text for bash: the key of an ARN is the file of its last part in the directory of `KEYS`. It also gives a
 * password of ECR. The emulator hashes what it is told to be a hash already, and so signs something else.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html#KMS-Sign-request-MessageType
 */
export const KMS = `
operation=$1-$2
while [ $# -gt 0 ]; do
  case $1 in
    --key-id) key=$KEYS/\${2##*/}.pem ;;
    --message) message=\${2#fileb://} ;;
    --message-type) operation+=-$2 ;;
    --signature) signature=\${2#fileb://} ;;
  esac
  shift
done
case $operation in
  ecr-get-login-password) echo password ;;
  kms-get-public-key)
    spec=ECC_NIST_P256
    [[ $key != */rsa.pem ]] || spec=RSA_2048
    printf '{"KeySpec":"%s","PublicKey":"%s"}' "$spec" "$(openssl pkey -in "$key" -pubout -outform der | base64 --wrap=0)" ;;
  kms-sign-DIGEST) printf '{"Signature":"%s"}' "$(openssl pkeyutl -sign -inkey "$key" -in "$message" | base64 --wrap=0)" ;;
  kms-verify-DIGEST)
    openssl pkeyutl -verify -inkey "$key" -in "$message" -sigfile "$signature" >/dev/null 2>&1 \\
      || { echo 'An error occurred (KMSInvalidSignatureException)' >&2; exit 254; }
    echo '{"SignatureValid":true}' ;;
  *) exit 252 ;;
esac
`;
