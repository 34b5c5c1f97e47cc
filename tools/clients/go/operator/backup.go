// Package operator is an example: an operator on controller-runtime whose timers run on the time of a Klockwork lab.
package operator

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clocks "k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// BackupKind is the custom kind of this operator.
var BackupKind = schema.GroupVersionKind{Group: "example.com", Version: "v1", Kind: "Backup"}

// BackupReconciler counts a backup in the status of each Backup, every spec.every.
type BackupReconciler struct {
	client.Client
	// Clock of the lab in a test; clock.RealClock{} in a cluster.
	Clock clocks.WithTicker
}

// SetupWithManager registers the controller, with a queue on the reconciler's clock.
func (r *BackupReconciler) SetupWithManager(manager ctrl.Manager) error {
	return ctrl.NewControllerManagedBy(manager).
		Named("backup").
		For(NewBackup()).
		WithOptions(controller.Options{NewQueue: NewQueueOn(r.Clock)}).
		Complete(r)
}

// NewBackup returns an empty Backup.
func NewBackup() *unstructured.Unstructured {
	backup := &unstructured.Unstructured{}
	backup.SetGroupVersionKind(BackupKind)
	return backup
}

// Reconcile counts a backup if one is due, and returns at the next one.
func (r *BackupReconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	backup := NewBackup()
	if err := r.Get(ctx, request.NamespacedName, backup); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	every, err := time.ParseDuration(field(backup, "spec", "every"))
	if err != nil {
		return ctrl.Result{}, reconcile.TerminalError(err)
	}
	if wait := dueAt(backup, every).Sub(r.Clock.Now()); wait > 0 {
		return ctrl.Result{RequeueAfter: wait}, nil
	}
	if err := r.count(ctx, backup); err != nil {
		return ctrl.Result{}, err
	}
	return ctrl.Result{RequeueAfter: every}, nil
}

func (r *BackupReconciler) count(ctx context.Context, backup *unstructured.Unstructured) error {
	before := backup.DeepCopy()
	count, _, err := unstructured.NestedInt64(backup.Object, "status", "count")
	if err != nil {
		return err
	}
	status := map[string]any{"count": count + 1, "last": r.Clock.Now().UTC().Format(time.RFC3339Nano)}
	if err := unstructured.SetNestedMap(backup.Object, status, "status"); err != nil {
		return err
	}
	return r.Status().Patch(ctx, backup, client.MergeFrom(before))
}

// dueAt returns the time of the next backup: a period after the last one, or after the object's creation.
func dueAt(backup *unstructured.Unstructured, every time.Duration) time.Time {
	last, err := time.Parse(time.RFC3339Nano, field(backup, "status", "last"))
	if err != nil {
		last = backup.GetCreationTimestamp().Time
	}
	return last.Add(every)
}

func field(backup *unstructured.Unstructured, path ...string) string {
	text, _, _ := unstructured.NestedString(backup.Object, path...)
	return text
}
