package operator

import (
	"context"
	"os"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"klockwork.dev/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

const program = "backup-operator"

var (
	lab     *Lab
	objects client.Client
	labTime *clock.Clock
)

// TestMain starts the operator once. USE_EXISTING_CLUSTER=true leads envtest to the lab of KUBECONFIG.
func TestMain(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(os.Stderr)))
	ctx, stop := context.WithCancel(context.Background())
	environment := &envtest.Environment{CRDDirectoryPaths: []string{os.Getenv("BACKUP_CRDS")}, ErrorIfCRDPathMissing: true}
	config, err := environment.Start()
	must(err)
	lab, err = NewLab(config)
	must(err)
	must(lab.Pause(ctx))
	labTime, err = clock.Follow(ctx, clock.Options{Client: lab.Client, Server: lab.Server, Name: program})
	must(err)
	manager, err := ctrl.NewManager(config, ctrl.Options{Metrics: server.Options{BindAddress: "0"}})
	must(err)
	must((&BackupReconciler{Client: manager.GetClient(), Clock: labTime}).SetupWithManager(manager))
	objects, err = client.New(config, client.Options{})
	must(err)
	ended := make(chan error, 1)
	go func() { ended <- manager.Start(ctx) }()
	code := m.Run()
	stop()
	must(<-ended)
	must(environment.Stop())
	os.Exit(code)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// create stores a Backup, and waits until the lab knows the operator's deadline for it.
func create(t *testing.T, name, every string) *unstructured.Unstructured {
	t.Helper()
	backup := NewBackup()
	backup.SetName(name)
	backup.SetNamespace(metav1.NamespaceDefault)
	if err := unstructured.SetNestedField(backup.Object, every, "spec", "every"); err != nil {
		t.Fatal(err)
	}
	if err := objects.Create(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(client.IgnoreNotFound(objects.Delete(context.Background(), backup))) })
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		pending, err := lab.IsPending(t.Context(), program)
		if err != nil {
			t.Fatal(err)
		}
		if pending {
			return backup
		}
		if time.Now().After(end) {
			t.Fatal("no timer of the operator is pending")
		}
	}
}

func read(t *testing.T, backup *unstructured.Unstructured) (count int64, last time.Time) {
	t.Helper()
	if err := objects.Get(t.Context(), client.ObjectKeyFromObject(backup), backup); err != nil {
		t.Fatal(err)
	}
	count, _, err := unstructured.NestedInt64(backup.Object, "status", "count")
	if err != nil {
		t.Fatal(err)
	}
	last, err = time.Parse(time.RFC3339Nano, field(backup, "status", "last"))
	if err != nil {
		t.Fatal(err)
	}
	return count, last
}

func TestADayOfBackupsIsCountedInOneAdvance(t *testing.T) {
	backup := create(t, "steady", "2h")
	created := backup.GetCreationTimestamp().Time
	begun := time.Now()
	if err := lab.Advance(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := lab.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("a day took %.1f s of the host", time.Since(begun).Seconds())
	count, last := read(t, backup)
	if late := last.Sub(created) - 24*time.Hour; count != 12 || late < 0 || late > time.Second {
		t.Errorf("%d backups in a day, the last one %s late", count, late)
	}
}

func TestTimeStopsAtTheInstantOfACondition(t *testing.T) {
	backup := create(t, "often", "10m")
	created := backup.GetCreationTimestamp().Time
	verdict, err := lab.Until(t.Context(), "backups.example.com/often jsonpath={.status.count}=3", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if passed := labTime.Since(created); passed < 30*time.Minute || passed > 30*time.Minute+time.Second {
		t.Errorf("time stands %s after the creation", passed)
	}
	if count, _ := read(t, backup); count != 3 || verdict.Revision == 0 {
		t.Errorf("%d backups at revision %d", count, verdict.Revision)
	}
}

func TestAPeriodThatIsNoDurationCountsNothing(t *testing.T) {
	create(t, "valid", "12h")
	backup := NewBackup()
	backup.SetName("invalid")
	backup.SetNamespace(metav1.NamespaceDefault)
	if err := unstructured.SetNestedField(backup.Object, "daily", "spec", "every"); err != nil {
		t.Fatal(err)
	}
	if err := objects.Create(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if _, err := lab.Never(t.Context(), "backups.example.com/invalid jsonpath={.status.count}=1", 24*time.Hour); err != nil {
		t.Error(err)
	}
}
