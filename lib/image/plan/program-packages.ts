/** How a package is installed, by the name of the base image; in a stage of the build nothing needs to be small. */
const INSTALLED: { readonly [base: string]: (name: string, small: boolean) => string } = {
  alpine: name => `Instruction.run(["apk", "add", "--no-cache", ${JSON.stringify(name)}])`,
  debian: (name, small) => `Instruction.run(["sh", "-c", "apt-get update && apt-get install --yes ${small ? `--no-install-recommends ${name} && rm -rf /var/lib/apt/lists/*` : name}"])`,
};

/** Packages that bring programs by another name. */
const PACKAGES: { readonly [program: string]: string } = {
  'python': 'python-is-python3', 'pip': 'python3-pip', 'pip3': 'python3-pip', 'cc': 'gcc', 'c++': 'g++', 'ssh': 'openssh-client', 'scp': 'openssh-client', 'gpg': 'gnupg',
  'java': 'default-jre-headless', 'javac': 'default-jdk-headless', 'mvn': 'maven', 'go': 'golang-go', 'rustc': 'rustc', 'gem': 'ruby', 'php': 'php-cli',
  'protoc': 'protobuf-compiler', 'convert': 'imagemagick', 'magick': 'imagemagick', 'aws': 'awscli', 'xz': 'xz-utils', 'envsubst': 'gettext-base', 'dot': 'graphviz', 'gs': 'ghostscript', 'bundle': 'bundler',
  'identify': 'imagemagick', 'mogrify': 'imagemagick', 'ffprobe': 'ffmpeg', 'gm': 'graphicsmagick', 'pdftotext': 'poppler-utils', 'pdftoppm': 'poppler-utils', 'pdfinfo': 'poppler-utils',
  'tesseract': 'tesseract-ocr', 'soffice': 'libreoffice', 'libreoffice': 'libreoffice', 'google-chrome': 'chromium', 'chromium-browser': 'chromium', 'exiftool': 'libimage-exiftool-perl',
  'pg_dump': 'postgresql-client', 'pg_restore': 'postgresql-client', 'psql': 'postgresql-client', 'mysqldump': 'default-mysql-client', 'mysql': 'default-mysql-client', 'redis-cli': 'redis-tools',
  '7z': 'p7zip-full', 'dig': 'dnsutils', 'nslookup': 'dnsutils', 'ping': 'iputils-ping', 'ps': 'procps', 'top': 'procps', 'free': 'procps', 'pgrep': 'procps', 'pkill': 'procps', 'ifconfig': 'net-tools', 'netstat': 'net-tools',
  'ip': 'iproute2', 'ss': 'iproute2', 'whois': 'whois', 'nc': 'netcat-openbsd', 'lpr': 'cups-bsd', 'lp': 'cups-client', 'unrar': 'unrar-free', 'rsvg-convert': 'librsvg2-bin', 'xvfb-run': 'xvfb',
};

/** The same on Alpine, where it has another name there. */
const ALPINE: { readonly [program: string]: string } = {
  'python': 'python3', 'pip': 'py3-pip', 'pip3': 'py3-pip', 'pg_dump': 'postgresql-client', 'mysqldump': 'mysql-client', 'mysql': 'mysql-client', 'redis-cli': 'redis', 'exiftool': 'exiftool',
  'java': 'openjdk21-jre-headless', '7z': '7zip', 'dig': 'bind-tools', 'nslookup': 'bind-tools', 'ping': 'iputils', 'xz': 'xz', 'envsubst': 'gettext-envsubst', 'aws': 'aws-cli', 'go': 'go',
  'rsvg-convert': 'rsvg-convert', 'xvfb-run': 'xvfb-run', 'ssh': 'openssh-client', 'scp': 'openssh-client', 'protoc': 'protobuf',
};

/** Programs of which the package has the same name. */
const SAME = new Set([
  'bash', 'bc', 'brotli', 'bzip2', 'chromium', 'cmake', 'curl', 'espeak', 'ffmpeg', 'file', 'gcc', 'g++', 'gifsicle', 'git', 'gnuplot', 'hugo', 'jq', 'less', 'lsof', 'make', 'mediainfo', 'nano',
  'nginx', 'openssl', 'optipng', 'pandoc', 'perl', 'pngquant', 'python3', 'qpdf', 'rclone', 'rsync', 'ruby', 'sox', 'sqlite3', 'sshpass', 'strace', 'sudo', 'tar', 'tmux', 'tree', 'unzip', 'vim', 'wget',
  'whois', 'xvfb', 'yt-dlp', 'zip', 'zstd', 'cron', 'rustc', 'cargo', 'composer', 'gradle', 'clang', 'jekyll', 'inkscape',
]);

/** True if it is known which package of a distribution brings a program. */
export function isPackaged(base: string, program: string): boolean {
  return SAME.has(program) || packageOf(base, program) !== program || Object.values(PACKAGES).includes(program);
}

/** The package of the distribution of a base image that brings a program. */
export function packageOf(base: string, program: string): string {
  const names = base === 'alpine' && Object.hasOwn(ALPINE, program) ? ALPINE : PACKAGES;
  return Object.hasOwn(names, program) ? names[program] : program;
}

/** The instruction that installs a program. */
export function installation(base: string, program: string, small = false): string {
  return INSTALLED[base === 'alpine' ? base : 'debian'](packageOf(base, program), small);
}
