package batch

import (
	"iter"
	"sync"
)

// Run does work on what source yields, by so many workers at once, and hands
// each result to done, in the order of source. As many items as given may be
// ahead of done. No further ones are taken once stop is closed, or done returns
// false; those in hand are finished and handed over.
func Run[In, Out any](source iter.Seq[In], workers, ahead int, stop <-chan struct{}, work func(In) Out, done func(Out) bool) {
	r := &run[In, Out]{
		free:    make(chan struct{}, ahead),
		todo:    make(chan task[In, Out], ahead),
		inOrder: make(chan chan Out, ahead),
		quit:    make(chan struct{}),
	}
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for t := range r.todo {
				t.result <- work(t.item)
			}
		})
	}
	go r.produce(source, stop)
	r.consume(stop, done)
	all.Wait()
}

type task[In, Out any] struct {
	item   In
	result chan Out
}

type run[In, Out any] struct {
	free    chan struct{} // one for each item between source and done
	todo    chan task[In, Out]
	inOrder chan chan Out
	quit    chan struct{} // done wants no more

	mu     sync.Mutex
	closed bool // nothing is taken any more
}

// produce takes items until there are no more, or none are wanted. It may stay
// in source for ever, as when that waits for standard input.
func (r *run[In, Out]) produce(source iter.Seq[In], stop <-chan struct{}) {
	defer r.close()
	for item := range source {
		select {
		case r.free <- struct{}{}:
		case <-stop:
			return
		case <-r.quit:
			return
		}
		if !r.add(item) {
			return
		}
	}
}

func (r *run[In, Out]) add(item In) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	t := task[In, Out]{item, make(chan Out, 1)}
	r.inOrder <- t.result // neither waits: there is room for what is free
	r.todo <- t
	return true
}

func (r *run[In, Out]) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.closed = true
		close(r.todo)
		close(r.inOrder)
	}
}

// consume hands the results over.
func (r *run[In, Out]) consume(stop <-chan struct{}, done func(Out) bool) {
	more := true
	for {
		select {
		case <-stop:
			r.close()
			stop = nil
		case result, ok := <-r.inOrder:
			if !ok {
				return
			}
			more = done(<-result) && more
			<-r.free
			if !more {
				r.end()
			}
		}
	}
}

func (r *run[In, Out]) end() {
	select {
	case <-r.quit:
	default:
		close(r.quit)
		r.close()
	}
}

// Turns has workers do something in the order of their items.
type Turns struct {
	mu   sync.Mutex
	cond *sync.Cond
	next int
}

// Take does something when all before item n have, by Take or by Pass.
func (t *Turns) Take(n int, do func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cond == nil {
		t.cond = sync.NewCond(&t.mu)
	}
	for t.next != n {
		t.cond.Wait()
	}
	do()
	t.next++
	t.cond.Broadcast()
}

// Pass gives up the turn of item n.
func (t *Turns) Pass(n int) { t.Take(n, func() {}) }
