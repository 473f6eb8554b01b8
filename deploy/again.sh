#!/bin/sh
# Run a command again and again: again.sh SECONDS COMMAND...
# The seconds are those between two runs. Told to stop, it tells the command, and waits for its end.
pause=$1
shift

stop() {
    # The shell sets $! with the start: a variable would be set a moment later.
    kill -TERM $! 2> /dev/null
    wait $! 2> /dev/null
    exit 0
}
trap stop TERM INT

while true; do
    "$@" &
    wait $!
    sleep "$pause" &
    wait $!
done
