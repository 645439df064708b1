# A Slurm of one node on the loopback, in a folder of its own: `source` it, then start_slurm FOLDER; stop_slurm ends it.
# Own ports, own munge key and socket: it meets no other Slurm of the machine.

slurm_wait() { # slurm_wait SECONDS COMMAND...: until the command succeeds
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "gave up waiting for: $*" >&2; return 1; }
    sleep 0.2
  done
}

start_slurm() {
  slurm_folder=$1
  local host cpus port
  host=$(hostname -s)
  cpus=$(nproc)
  port=$((20000 + $$ % 20000))
  mkdir -p "$slurm_folder"/{munge,state,spool}
  chmod 0700 "$slurm_folder"/munge
  head -c 1024 /dev/urandom > "$slurm_folder/munge/key"
  chmod 0600 "$slurm_folder/munge/key"
  # The socket's path has to be short; other users need not reach it.
  slurm_socket=$(mktemp -d /tmp/fracbit-munge-XXXXXX)
  chmod 0755 "$slurm_socket"
  munged --force --key-file="$slurm_folder/munge/key" --socket="$slurm_socket/socket" --log-file="$slurm_folder/munge/log" \
    --pid-file="$slurm_folder/munge/pid" --seed-file="$slurm_folder/munge/seed" || return 1
  export SLURM_CONF=$slurm_folder/slurm.conf
  cat > "$SLURM_CONF" <<END
ClusterName=fracbit
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
AuthInfo=socket=$slurm_socket/socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0
MpiDefault=none
JobRequeue=1
KillWait=2
ReturnToService=2
StateSaveLocation=$slurm_folder/state
SlurmdSpoolDir=$slurm_folder/spool
SlurmctldPidFile=$slurm_folder/slurmctld.pid
SlurmdPidFile=$slurm_folder/slurmd.pid
SlurmctldLogFile=$slurm_folder/slurmctld.log
SlurmdLogFile=$slurm_folder/slurmd.log
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
  slurmctld -f "$SLURM_CONF" && slurmd -f "$SLURM_CONF" || return 1
  slurm_wait 60 sh -c 'sinfo -h -o %t | grep -qE "idle|mix|alloc"'
}

stop_slurm() {
  scancel --user="$(id -un)" 2>/dev/null
  local file pid
  for file in slurmd.pid slurmctld.pid munge/pid; do
    pid=$(cat "$slurm_folder/$file" 2>/dev/null)
    [ -n "$pid" ] && kill "$pid" 2>/dev/null || continue
    slurm_wait 60 sh -c "! kill -0 $pid 2>/dev/null" # they write to their folders until the end
  done
  rm -rf "$slurm_socket"
}
