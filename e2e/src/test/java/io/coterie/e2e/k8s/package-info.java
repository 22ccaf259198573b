/** The manifests of k8s/: rendered, held against Kubernetes' own model, and run. */
@NullMarked
package io.coterie.e2e.k8s;

import org.jspecify.annotations.NullMarked;
