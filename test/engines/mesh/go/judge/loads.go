package judge

import (
	"fmt"
	"sync"
	"time"

	"meshgrant.test/mesh/wire"
)

// load is a set of cases that stand in Envoy together.
type load struct {
	items     []*item
	addresses map[string]bool
	finished  chan struct{}
}

// atATime is how many cases of a load are asked at once, so that Envoy never waits for the client.
const atATime = 24

// loadAll gathers translated cases into loads. The one being asked stays in Envoy while the next one is loaded.
func (j *judge) loadAll() {
	var before *load
	var left []*item
	for {
		gathered, more := j.gather(left)
		if len(gathered) == 0 && !more {
			break
		}
		next := &load{addresses: map[string]bool{}, finished: make(chan struct{})}
		left = nil
		for _, i := range gathered {
			switch {
			case i.done:
				j.answered <- i
			case next.takes(i):
			default:
				left = append(left, i)
			}
		}
		if len(next.items) == 0 {
			continue
		}
		conflict := before != nil && before.conflicts(next)
		if conflict {
			before.wait()
			before = nil
		}
		j.put(before, next)
		if conflict {
			// Old and new sockets of one address share its connections until the old ones are closed.
			_ = j.envoy.Drained()
		}
		before.wait()
		before = next
		go j.ask(next)
	}
	before.wait()
}

// gather takes cases until a load is full or nobody is about to bring more.
func (j *judge) gather(left []*item) (gathered []*item, more bool) {
	gathered = left
	for len(gathered) < j.options.PerLoad {
		quiet := time.After(3 * time.Millisecond)
		select {
		case i, open := <-j.ready:
			if !open {
				return gathered, false
			}
			gathered = append(gathered, i)
		case <-quiet:
			if len(gathered) > 0 && j.onTheWay.Load() == 0 && len(j.ready) == 0 {
				return gathered, true
			}
		}
	}
	return gathered, true
}

// takes says whether a case can stand beside the others: two cases cannot own one address.
func (l *load) takes(i *item) bool {
	for _, request := range i.c.Requests {
		if l.addresses[request.DestinationAddress] {
			return false
		}
	}
	for _, request := range i.c.Requests {
		if request.DestinationAddress != "" {
			l.addresses[request.DestinationAddress] = true
		}
	}
	l.items = append(l.items, i)
	return true
}

func (l *load) conflicts(other *load) bool {
	for address := range other.addresses {
		if l.addresses[address] {
			return true
		}
	}
	return false
}

func (l *load) wait() {
	if l != nil {
		<-l.finished
	}
}

// put loads a set of cases beside the one that is being asked.
func (j *judge) put(before, next *load) {
	started := time.Now()
	var listeners, clusters [][]byte
	for _, l := range []*load{before, next} {
		if l == nil {
			continue
		}
		for _, i := range l.items {
			listeners = append(listeners, i.result.Listeners...)
			clusters = append(clusters, i.result.Clusters...)
		}
	}
	refusals, err := j.envoy.Load(listeners, clusters)
	for _, i := range next.items {
		if err != nil {
			i.finish("failed", "envoy: "+err.Error())
		}
		for _, name := range []string{i.job.Name, i.job.Name + "-main_internal"} {
			if why := refusals[name]; why != "" {
				i.finish("failed", "envoy refuses istiod's listener: "+why)
			}
		}
	}
	if err != nil {
		// What stands in a broken Envoy is unknown: nothing of it may be taken for a verdict.
		before.wait()
		j.envoy.Stop()
		if broken := j.startEnvoy(); broken != nil {
			panic(fmt.Sprintf("envoy does not start again: %v", broken))
		}
	}
	j.stats.loads++
	j.stats.loading += time.Since(started)
}

// ask sends the requests of a load's cases.
func (j *judge) ask(l *load) {
	started := time.Now()
	defer close(l.finished)
	work := make(chan *item)
	var asking sync.WaitGroup
	for range atATime {
		asking.Go(func() {
			for i := range work {
				j.askOne(i)
			}
		})
	}
	for _, i := range l.items {
		work <- i
	}
	close(work)
	asking.Wait()
	for _, i := range l.items {
		j.stats.cases++
		j.stats.verdicts += len(i.verdicts.Verdicts)
		j.answered <- i
	}
	j.stats.asking += time.Since(started)
}

func (j *judge) askOne(i *item) {
	if i.done {
		return
	}
	verdicts, err := j.client.Judge(&i.c, i.job.Address)
	if err != nil {
		i.finish("failed", err.Error())
		return
	}
	i.done = true
	i.verdicts = wire.Verdicts{V: wire.Version, ID: i.c.ID, Kind: "judged", Verdicts: verdicts, Adapted: i.result.Adapted}
}
