package translate

import (
	"fmt"
	"os"
)

// failer plays the test object that istiod's test servers ask for. A failure is a panic, which Translate turns into a result.
type failer struct{ cleanups *[]func() }

func (f failer) Fail()                             { panic("fail") }
func (f failer) FailNow()                          { panic("fail") }
func (f failer) Fatal(values ...any)               { panic(fmt.Sprint(values...)) }
func (f failer) Fatalf(text string, values ...any) { panic(fmt.Sprintf(text, values...)) }
func (f failer) Log(...any)                        {}
func (f failer) Logf(string, ...any)               {}
func (f failer) Helper()                           {}
func (f failer) Skip(values ...any)                { panic(fmt.Sprint(values...)) }

func (f failer) TempDir() string {
	folder, err := os.MkdirTemp("", "mesh-oracle")
	if err != nil {
		panic(err)
	}
	f.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

// Cleanup of a standing topology happens at the end of the process.
func (f failer) Cleanup(cleanup func()) {
	if f.cleanups != nil {
		*f.cleanups = append(*f.cleanups, cleanup)
	}
}
