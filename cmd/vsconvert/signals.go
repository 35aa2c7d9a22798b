package main

import (
	"os"
	"os/signal"
	"sync"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
)

// interrupts ends the program in order when a signal says so: nothing
// unfinished is left, and whoever started it sees the signal.
type interrupts struct {
	signals chan os.Signal

	mu     sync.Mutex
	caught os.Signal
	finish func() // has a run come to its end; nil where there is nothing to finish
}

// watchSignals begins to listen. A signal that was ignored when the program
// was started, as nohup and shells do for what runs in the background, stays
// ignored.
func watchSignals() *interrupts {
	i := &interrupts{signals: make(chan os.Signal, 4)}
	for _, sig := range endingSignals {
		if !signal.Ignored(sig) {
			signal.Notify(i.signals, sig)
		}
	}
	go func() {
		for sig := range i.signals {
			if !i.first(sig) {
				outfile.RemoveAll()
				die(sig)
			}
		}
	}()
	return i
}

// first reports whether a signal is the first one, and a run finishes what it
// has in hand.
func (i *interrupts) first(sig os.Signal) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.caught != nil || i.finish == nil || isQuit(sig) {
		return false
	}
	i.caught = sig
	i.finish()
	return true
}

// during has the first signal call finish while work is done.
func (i *interrupts) during(finish func(), work func()) {
	i.setFinish(finish)
	defer i.setFinish(nil)
	work()
}

func (i *interrupts) setFinish(finish func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.finish = finish
}

// stop ends listening, and returns the signal that a run was ended by.
func (i *interrupts) stop() os.Signal {
	signal.Stop(i.signals)
	close(i.signals)
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.caught
}
