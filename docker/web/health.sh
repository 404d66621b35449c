#!/bin/sh
# Whether nginx answers. Debian's slim image has no HTTP client: bash speaks to the socket itself.
exec timeout 3 bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /webz HTTP/1.0\r\n\r\n" >&3 && grep -q "\"alive\"" <&3'
