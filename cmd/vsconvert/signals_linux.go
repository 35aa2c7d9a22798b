package main

import (
	"syscall"
	"time"
	"unsafe"
)

// dieByQuit ends the process by SIGQUIT without a core. Package signal cannot
// do that: reset, Go prints its stacks and exits with a code.
func dieByQuit() {
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	var byDefault [8]uint64 // a sigaction of the kernel, on every architecture all zero
	const maskSize = 8
	_, _, _ = syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGQUIT), uintptr(unsafe.Pointer(&byDefault)), 0, maskSize, 0, 0)
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGQUIT)
	time.Sleep(time.Second) // which it does not live to see
}
