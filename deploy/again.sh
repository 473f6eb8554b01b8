#!/bin/sh
# Run a command again and again: again.sh SECONDS COMMAND...
# The seconds are those between two runs. Told to stop, it tells the command, and waits for its end.
pause=$1
shift

stop() {
    kill -TERM "$child" 2> /dev/null
    wait "$child"
    exit 0
}
trap stop TERM INT

while true; do
    "$@" &
    child=$!
    wait "$child"
    sleep "$pause" &
    child=$!
    wait "$child"
done
