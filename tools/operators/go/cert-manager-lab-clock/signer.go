package main

import (
	"context"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"log"
	"math/big"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/clock"

	apiutil "github.com/cert-manager/cert-manager/pkg/api/util"
	cmapi "github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1"
	cmmeta "github.com/cert-manager/cert-manager/pkg/apis/meta/v1"
	"github.com/cert-manager/cert-manager/pkg/controller"
	"github.com/cert-manager/cert-manager/pkg/util/pki"
)

// Group of the issuers that this program serves, of any kind and name.
const group = "lab.klockwork.dev"

// signer issues approved CertificateRequests of its group, with validities in lab time.
type signer struct {
	cm      *controller.Context
	clock   clock.Clock
	ca      *x509.Certificate
	key     crypto.Signer
	pending chan *cmapi.CertificateRequest
}

func newSigner(cm *controller.Context, clock clock.Clock) (*signer, error) {
	key, err := pki.GenerateECPrivateKey(256)
	if err != nil {
		return nil, err
	}
	now := clock.Now()
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "lab"},
		NotBefore:             now,
		NotAfter:              now.Add(10 * 365 * 24 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	_, ca, err := pki.SignCertificate(template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	s := &signer{cm: cm, clock: clock, ca: ca, key: key, pending: make(chan *cmapi.CertificateRequest, 100)}
	seen := func(object interface{}) { s.pending <- object.(*cmapi.CertificateRequest) }
	cm.SharedInformerFactory.Certmanager().V1().CertificateRequests().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    seen,
		UpdateFunc: func(_, object interface{}) { seen(object) },
	})
	return s, nil
}

func (s *signer) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case request := <-s.pending:
			if err := s.issue(ctx, request.DeepCopy()); err != nil {
				log.Printf("%s is not signed: %s", request.Name, err)
			}
		}
	}
}

func (s *signer) issue(ctx context.Context, request *cmapi.CertificateRequest) error {
	if request.Spec.IssuerRef.Group != group || !apiutil.CertificateRequestIsApproved(request) || len(request.Status.Certificate) > 0 {
		return nil
	}
	template, err := pki.GenerateTemplateFromCertificateRequest(request)
	if err != nil {
		return err
	}
	template.NotBefore = s.clock.Now()
	template.NotAfter = template.NotBefore.Add(apiutil.DefaultCertDuration(request.Spec.Duration))
	bundle, err := pki.SignCSRTemplate([]*x509.Certificate{s.ca}, s.key, template)
	if err != nil {
		return err
	}
	request.Status.Certificate, request.Status.CA = bundle.ChainPEM, bundle.CAPEM
	apiutil.SetCertificateRequestCondition(request, cmapi.CertificateRequestConditionReady, cmmeta.ConditionTrue, cmapi.CertificateRequestReasonIssued, "signed in lab time")
	_, err = s.cm.CMClient.CertmanagerV1().CertificateRequests(request.Namespace).UpdateStatus(ctx, request, metav1.UpdateOptions{})
	return err
}
