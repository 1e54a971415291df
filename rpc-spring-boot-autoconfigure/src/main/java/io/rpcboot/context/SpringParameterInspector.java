package io.rpcboot.context;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.rpcboot.message.ParameterInfo;
import io.rpcboot.message.ParameterInspector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * Finds out about parameters with what Spring knows: Kotlin's names and nullness,
 * JSpecify, type variables, annotations of an interface's method.
 */
public final class SpringParameterInspector implements ParameterInspector {

	private static final Log logger = LogFactory.getLog(SpringParameterInspector.class);

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final AtomicBoolean warned = new AtomicBoolean();

	@Override
	public List<ParameterInfo> inspect(Method method, Class<?> targetType) {
		MethodParameter[] parameters = new AnnotatedMethod(method).getMethodParameters();
		List<ParameterInfo> infos = Arrays.stream(parameters)
			.map((parameter) -> inspect(parameter, targetType))
			.toList();
		if (infos.stream().anyMatch((info) -> info.name() == null) && this.warned.compareAndSet(false, true)) {
			logger.warn(("%s was compiled without parameter names (javac -parameters): its functions can be called "
					+ "with positional arguments only. Others may follow without a warning")
				.formatted(method.getDeclaringClass().getName()));
		}
		return infos;
	}

	private ParameterInfo inspect(MethodParameter parameter, Class<?> targetType) {
		parameter.initParameterNameDiscovery(this.names);
		return new ParameterInfo(parameter.getParameterName(),
				GenericTypeResolver.resolveType(parameter.getGenericParameterType(), targetType),
				AnnotatedElementUtils.forAnnotations(parameter.getParameterAnnotations()), parameter.isOptional());
	}

}
