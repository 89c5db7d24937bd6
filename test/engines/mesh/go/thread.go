package main

import "runtime"

// The child in the namespace must die with this process, and on Linux it dies with the thread that started it: the first
// thread, which main therefore never leaves.
func init() { runtime.LockOSThread() }
