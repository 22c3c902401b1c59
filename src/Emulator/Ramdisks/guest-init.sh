#!/bin/busybox sh
# The first process of a test guest: tells on the console what the guest sees, sends back the tree it was booted with, and
# stays or powers off. Every line of interest begins with "dtcsharp: " and is shorter than the 126 bytes that Xen passes on
# at once. Kernel arguments: dtcsharp.name=NAME, dtcsharp.end=poweroff|stay, dtcsharp.delay=SECONDS before that.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null
dmesg -n 1
argument() { sed -n "s/.*dtcsharp\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
say() { echo "dtcsharp: $*"; }
cut100() { cut -c1-100; }
# The device that a virtio device hangs on: the last name but one of its path.
place() { basename "$(dirname "$(readlink -f "$1")")"; }

name=$(argument name)
say "up ${name:-unnamed} $(uname -r) $(uname -m) $(cut -d' ' -f1 /proc/uptime)"
say "arguments $(cut100 </proc/cmdline)"
say "cpus $(grep -c ^processor /proc/cpuinfo)"
say "memory $(sed -n 's/^MemTotal: *//p' /proc/meminfo)"
[ -f /proc/device-tree/hypervisor/compatible ] && say "hypervisor $(tr '\0' ' ' </proc/device-tree/hypervisor/compatible)"
dmesg | grep -iE 'Xen [0-9.]+ support|xen.*(not found|error)|grant table' | sed 's/^\[ *[0-9.]*\] //' | cut100 | while read -r line; do say "xen $line"; done

if [ -f /mod/order ]; then
    while read -r module; do
        insmod "/mod/$module.ko" || say "trouble the module $module does not load"
    done </mod/order
fi
for device in /sys/bus/virtio/devices/*; do
    [ -e "$device" ] || continue
    driver=-
    [ -e "$device/driver" ] && driver=$(basename "$(readlink -f "$device/driver")")
    say "virtio $(basename "$device") $driver $(place "$device")"
done
for disk in /sys/block/*; do
    case $disk in */loop* | */ram* | */zram* | */mtdblock*) continue ;; esac
    [ -e "$disk/device" ] || continue
    device=$(basename "$disk")
    start=$(dd "if=/dev/$device" bs=16 count=1 2>/dev/null | od -An -v -tx1 | tr -d ' \n')
    say "disk $device $(cat "$disk/size") ${start:--} $(place "$disk/device")"
done
for card in /sys/class/net/*; do
    [ -e "$card/device" ] || continue
    device=$(basename "$card")
    ping=silent
    if ip link set "$device" up 2>/dev/null && ip addr add 10.0.2.15/24 dev "$device" 2>/dev/null; then
        ping -c 1 -W 5 10.0.2.2 >/dev/null 2>&1 && ping=pings
        ip addr del 10.0.2.15/24 dev "$device" 2>/dev/null
    fi
    say "net $device $(cat "$card/address") $(place "$card/device") $ping"
done
grep -iE 'virtio|xen|virtio_mmio' /proc/interrupts | tr -s ' ' | cut100 | while read -r line; do say "interrupt $line"; done

if [ -f /sys/firmware/fdt ]; then
    size=$(wc -c </sys/firmware/fdt)
    sum=$(sha256sum /sys/firmware/fdt | cut -d' ' -f1)
    gzip -9 -c /sys/firmware/fdt | base64 >/tree
    # Twice: another console may write into a line of the first.
    for copy in 1 2; do
        say "tree $size $sum"
        cat /tree
        say tree-end
    done
else
    say "trouble the kernel gives no /sys/firmware/fdt"
fi
say "done ${name:-unnamed} $(cut -d' ' -f1 /proc/uptime)"
sleep "$(argument delay)" 2>/dev/null
[ "$(argument end)" = poweroff ] && poweroff -f
while :; do sleep 1000; done
