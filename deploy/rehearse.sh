#!/bin/bash
# Build the image without a container engine, and run it: the steps of the Dockerfile in a clean Debian, then its four
# programs on a real PostgreSQL and a real Redis, up to a healthy portal. Needs root and debootstrap, on Debian or Ubuntu.
# Packages come from where this machine gets its own.
#
#     deploy/rehearse.sh [--keep]      --keep leaves the folders for looking around
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || { echo "Run it as root: it makes and enters a system of its own." >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt install debootstrap." >&2; exit 1; }

work=$(mktemp -d /var/tmp/trackside-rehearsal.XXXXXX)
image=$work/image services=$work/services
pids=()
began=$SECONDS
say() { printf '%4ds  %s\n' $((SECONDS - began)) "$*"; }

clean_up() {
	status=$?
	set +e
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
	[ -z "${database_pid:-}" ] || kill -INT "$database_pid" 2>/dev/null
	wait 2>/dev/null
	grep " $work/" /proc/mounts | cut -d' ' -f2 | sort -r | xargs -r -n1 umount -l
	if [ "$status" != 0 ]; then tail -n 20 "$work"/*.log >&2 2>/dev/null || true; fi
	if [ "${1:-}" = --keep ]; then echo "Kept in $work"; else rm -rf --one-file-system "$work"; fi
	exit "$status"
}
trap 'clean_up "$@"' EXIT

# --- a clean system -------------------------------------------------------------------------------------------------

suite=$(sed -n 's/^FROM debian:\([a-z]*\).*/\1/p' Dockerfile)
mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 2>/dev/null | awk -v s="$suite" '$2 == s {print $1; exit}')

system() { # FOLDER [PACKAGES]
	debootstrap --variant=minbase ${2:+--include="$2"} "$suite" "$1" ${mirror:+"$mirror"} >"$work/debootstrap.log" 2>&1
	mount -t proc proc "$1/proc"
	mount --bind /dev "$1/dev"
	mount -t tmpfs tmpfs "$1/tmp"
	cp -L /etc/resolv.conf "$1/etc/resolv.conf"
}

as_this_machine() { # FOLDER: packages and certificates as here
	rm -f "$1"/etc/apt/sources.list
	cp -rL /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d "$1/etc/apt/" 2>/dev/null || true
	find "$1/etc/apt/sources.list.d" -type f ! -name '*debian*' ! -name '*ubuntu*' -delete 2>/dev/null || true
	cp -L "${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}" "$1/tmp/trusted-here.crt"
	if [ -f /etc/pip.conf ]; then cp /etc/pip.conf "$1/etc/pip.conf"; fi
	for index in $( (cat /etc/pip.conf 2>/dev/null; env | grep '^PIP_') | grep -oE '(file://)?/[^ ]+' | sed 's,^file://,,' | sort -u); do
		if [ -d "$index" ]; then mkdir -p "$1$index" && mount --bind -o ro "$index" "$1$index"; fi
	done
}

inside=()
while read -r name; do inside+=("$name=${!name}"); done < <(compgen -e | grep -E '^(PIP_|.*_proxy$|.*_PROXY$)' || true)
inside+=(PIP_CERT=/tmp/trusted-here.crt SSL_CERT_FILE=/tmp/trusted-here.crt)

# --- the Dockerfile, step by step -----------------------------------------------------------------------------------

folder=/
variables=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
user=root

as_image() { chroot --userspec="$user" "$image" env -i "${variables[@]}" "$@"; }

step() { # INSTRUCTION REST
	case $1 in
	FROM) system "$image" && as_this_machine "$image" ;;
	ENV) eval "variables+=($2)" ;;
	WORKDIR) folder=$2 && mkdir -p "$image$folder" ;;
	COPY)
		read -ra words <<<"$2"
		target=$image${words[-1]}
		mkdir -p "$(dirname "$target")"
		for source in "${words[@]:0:${#words[@]}-1}"; do cp -r "$source" "$target"; done
		find "$target" -name __pycache__ -prune -exec rm -rf {} + ;;
	RUN) as_image "${inside[@]}" sh -ec "cd $folder && $2" >>"$work/run.log" 2>&1 ;;
	USER) user=$2 ;;
	ENTRYPOINT) entrypoint=$(tr -d '[]"' <<<"$2") ;;
	VOLUME | EXPOSE | STOPSIGNAL | HEALTHCHECK | CMD) ;;
	*) echo "The rehearsal does not know $1." >&2 && exit 1 ;;
	esac
}

while IFS= read -r line; do
	instruction=${line%% *} rest=${line#* }
	say "$instruction $(cut -c1-90 <<<"$rest")"
	step "$instruction" "$rest"
done < <(grep -v '^ *#' Dockerfile | sed -e ':a' -e '/\\$/N; s/\\\n *//; ta' | grep -v '^$')
say "The image has $(du -sxm "$image" | cut -f1) MB."

# --- PostgreSQL and Redis, from Debian ------------------------------------------------------------------------------

system "$services" postgresql,redis-server
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free_port) database_port=$(free_port) redis_port=$(free_port)

postgres=$(cd "$services" && echo usr/lib/postgresql/*/bin)
chroot --userspec=postgres "$services" sh -ec "/$postgres/initdb -D /tmp/db -U trackside -A trust -E UTF8" >"$work/database.log" 2>&1
(exec chroot --userspec=postgres "$services" "/$postgres/postgres" -D /tmp/db -p "$database_port" -k /tmp) >>"$work/database.log" 2>&1 &
database_pid=$!
(exec chroot --userspec=redis "$services" redis-server --port "$redis_port" --appendonly yes --dir /tmp --save "") >"$work/redis.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do chroot "$services" "/$postgres/pg_isready" -q -h 127.0.0.1 -p "$database_port" && break; sleep 0.1; done
chroot "$services" "/$postgres/createdb" -h 127.0.0.1 -p "$database_port" -U trackside trackside
say "PostgreSQL $(chroot "$services" "/$postgres/postgres" --version | grep -oE '[0-9.]+' | head -1) and Redis $(chroot "$services" redis-server --version | grep -oE 'v=[0-9.]+' | cut -c3-) run."

# --- the four programs ----------------------------------------------------------------------------------------------

variables+=(HOST=127.0.0.1 "PORT=$port" "PUBLIC_URL=http://127.0.0.1:$port" "REDIS_URL=redis://127.0.0.1:$redis_port/0"
	"DATABASE_URL=postgresql://trackside@127.0.0.1:$database_port/trackside")
portal() { # PROGRAM: as its container would, with a /tmp of its own
	mkdir -p -m 777 "$image/tmp/$1"
	as_image TMPDIR="/tmp/$1" "$entrypoint" "${@:2}"
}

portal prepare prepare >"$work/prepare.log" 2>&1
link=$(grep -oE 'http://[^ ]+/first/[^ ]+' "$work/prepare.log")
say "Prepared; the first trainer gets a link."
exec_portal() { # in a subshell: becomes the program, so that its process is the one that is told to stop
	mkdir -p -m 777 "$image/tmp/$1"
	exec chroot --userspec="$user" "$image" env -i "${variables[@]}" TMPDIR="/tmp/$1" "$entrypoint" "$1"
}
for program in web worker relay schedule; do
	exec_portal "$program" >"$work/$program.log" 2>&1 &
	pids+=($!)
done

health() { python3 -c 'import sys, json, urllib.request as u; print(json.load(u.urlopen(sys.argv[1], timeout=2))["status"])' "http://127.0.0.1:$port/health" 2>/dev/null || echo away; }
for _ in $(seq 300); do [ "$(health)" = ok ] && break; sleep 0.2; done
[ "$(health)" = ok ] || { echo "The portal did not become healthy." >&2; exit 1; }
say "The portal is healthy."

for program in web worker relay schedule; do
	portal "$program" healthy || { echo "The health check of $program fails." >&2; exit 1; }
done
say "So says the health check of each program."
opens() { python3 -c 'import sys, urllib.request as u; sys.exit(u.urlopen(sys.argv[1], timeout=5).status != 200)' "$1"; }
opens "$link" && say "The link of the first trainer opens."
as_image /app/.venv/bin/python -c 'import weasyprint; weasyprint.HTML(string="<p>Žana</p>").write_pdf()' && say "A PDF can be drawn."
as_image sh -c '[ "$(id -u)" != 0 ] && ! touch /app/x 2>/dev/null' && say "Nothing runs as root, and the code cannot be changed."

stopping=$SECONDS
for pid in "${pids[@]:1}"; do kill "$pid"; done
for pid in "${pids[@]:1}"; do wait "$pid" || true; done
pids=("${pids[0]}")
say "All four ended within $((SECONDS - stopping)) s."
[ $((SECONDS - stopping)) -le 10 ] || { echo "They should have ended within 10 s." >&2; exit 1; }
! ps -eo args | grep -E "^/app/.venv/bin/python" || { echo "Something is left." >&2; exit 1; }
