#!/bin/sh
# Run a command again and again: again.sh SECONDS COMMAND...
# The seconds are those between two runs. Told to stop, it tells the command, and waits for its end.
pause=$1
shift

stop() {
    # The shell sets $! with the start: a variable would be set a moment later.
    # A child that has not yet become its program loses a TERM, and a KILL never is lost:
    # a pause has nothing to tidy, and would otherwise last to its end.
    if [ "$pausing" ]; then
        kill -KILL $! 2> /dev/null
    else
        kill -TERM $! 2> /dev/null
    fi
    wait $! 2> /dev/null
    exit 0
}
trap stop TERM INT

while true; do
    pausing=
    "$@" &
    wait $!
    # Said before the pause begins: until then $! is a run that has ended.
    pausing=yes
    sleep "$pause" &
    wait $!
done
